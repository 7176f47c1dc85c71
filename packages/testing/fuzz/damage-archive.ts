import { writeStored } from '../../saving/src/archive/write-stored.ts';
import type { NamedBytes } from '../../saving/src/index.ts';
import type { Chance } from './chance.ts';
import { damage } from './damage.ts';
import { damageJson } from './damage-json.ts';

/** The bytes that the fields of ZIP's headers take, one after the other, by the header's signature. */
const FIELDS = new Map<number, string>([
  [0x04034b50, '4 2 2 2 2 2 4 4 4 2 2 4'],
  [0x02014b50, '4 2 2 2 2 2 2 4 4 4 2 2 2 2 2 4 4 4'],
  [0x06054b50, '4 2 2 2 2 4 4 2'],
]);

function fieldsAt(view: DataView, at: number): readonly (readonly [at: number, size: 2 | 4])[] {
  const sizes = FIELDS.get(view.getUint32(at, true))?.split(' ').map(Number) ?? [];
  let next = at;
  return sizes.map((size) => {
    const field = next;
    next += size;
    return [Math.min(field, view.byteLength - size), size as 2 | 4];
  });
}

/** An archive of which one field of one header is another. */
export function damageHeader(chance: Chance, archive: Uint8Array): Uint8Array {
  const damaged = archive.slice();
  const view = new DataView(damaged.buffer);
  const headers: number[] = [];
  for (let at = 0; at + 4 <= archive.length; at++) {
    if (FIELDS.has(view.getUint32(at, true))) headers.push(at);
  }
  const [at, size] = chance.of(fieldsAt(view, chance.of(headers)));
  const now = size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
  const edges = [0, 1, now + 1, now - 1, now * 2, 8, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];
  const value = chance.of([...edges, now ^ (1 << chance.below(8 * size)), chance.below(1 << 16)]);
  if (size === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return damaged;
}

/** An archive that is whole, of which a member is damaged: its CRC is right. */
export function damageMember(chance: Chance, members: readonly NamedBytes[]): Uint8Array {
  const { name, bytes } = chance.of(members);
  const replaced = (by: Uint8Array) =>
    members.map((member) => (member.name === name ? { name, bytes: by } : member));
  if (name.endsWith('.json') && chance.below(4) > 0) {
    const text = damageJson(chance, new TextDecoder().decode(bytes));
    return writeStored('fuzz', replaced(new TextEncoder().encode(text)));
  }
  const way = chance.below(20);
  if (way === 0)
    return writeStored(
      'fuzz',
      members.filter((member) => member.name !== name),
    );
  if (way === 1) return writeStored('fuzz', [...members, { name, bytes }]);
  if (way === 2) {
    const strange = chance.of(['../up.json', '/etc/passwd', 'a\\..\\b', '', '\u0000', 'C:/x']);
    return writeStored('fuzz', [...members, { name: strange, bytes }]);
  }
  if (way === 3) {
    const many = Array.from({ length: 2000 }, (_, index) => ({
      name: `${index}`,
      bytes: bytes.subarray(0, 2),
    }));
    return writeStored('fuzz', [...members, ...many]);
  }
  let damaged = bytes;
  for (let count = 1 + chance.below(3); count > 0; count--) damaged = damage(chance, damaged);
  return writeStored('fuzz', replaced(damaged));
}

/** The members of an archive of stored ones. */
export function membersOf(archive: Uint8Array): readonly NamedBytes[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const members: NamedBytes[] = [];
  for (let at = 0; view.getUint32(at, true) === 0x04034b50; ) {
    const size = view.getUint32(at + 18, true);
    const name = at + 30;
    const content = name + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    members.push({
      name: new TextDecoder().decode(archive.subarray(name, name + view.getUint16(at + 26, true))),
      bytes: archive.slice(content, content + size),
    });
    at = content + size;
  }
  return members;
}

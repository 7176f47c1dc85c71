import { deflateRawSync } from 'node:zlib';
import { DataError, TsunoError } from '../../../core/src/index.ts';
import { membersOf } from '../../../testing/fuzz/damage-archive.ts';
import { layers, loadModel, Sequential } from '../../../tsuno/src/index.ts';
import { writeStored } from '../../src/archive/write-stored.ts';
import { crc32 } from '../../src/numbers/crc32.ts';
import type { NamedBytes } from '../../src/places/place.ts';
import { files } from '../memory-places.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

async function saved(): Promise<Uint8Array> {
  const model = new Sequential([layers.Dense({ units: 2 })], { seed: 1 });
  model.build([null, 3]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  await model.fit([[1, 2, 3]], [[1, 2]], { verbose: 0 });
  await model.save('whole.keras');
  return files.get('whole.keras') as Uint8Array;
}

const text = (content: string) => new TextEncoder().encode(content);

const opening = async (bytes: Uint8Array, options = {}) => {
  files.set('a.keras', bytes);
  return loadModel('a.keras', options);
};

const END = 22;

/** Where the directory begins. */
const directoryOf = (archive: Uint8Array) =>
  new DataView(archive.buffer).getUint32(archive.length - 6, true);

/** The archive after a change of its headers. */
function changed(archive: Uint8Array, change: (view: DataView, directory: number) => void) {
  const copy = archive.slice();
  change(new DataView(copy.buffer), directoryOf(copy));
  return copy;
}

/** An archive with a deflated member in the place of one. */
function withDeflated(archive: Uint8Array, name: string, claimed?: Uint8Array): Uint8Array {
  const members = membersOf(archive);
  const content = claimed ?? (members.find((member) => member.name === name) as NamedBytes).bytes;
  const packed = new Uint8Array(deflateRawSync(content, { level: 9 }));
  const stored = writeStored(
    'test',
    members.map((member) => (member.name === name ? { name, bytes: packed } : member)),
  );
  return changed(stored, (view) => {
    for (let at = 0; at + 46 < stored.length; at++) {
      const signature = view.getUint32(at, true);
      const from = { 67324752: 0, 33639248: 2 }[signature];
      if (from === undefined) continue;
      const header = at + from;
      const nameAt = at + (from === 0 ? 30 : 46);
      const length = view.getUint16(header + 26, true);
      if (new TextDecoder().decode(stored.subarray(nameAt, nameAt + length)) !== name) continue;
      view.setUint16(header + 8, 8, true);
      view.setUint32(header + 14, crc32(content), true);
      view.setUint32(header + 22, content.length, true);
    }
  });
}

describe('A hostile archive', () => {
  it.each<[string, (whole: Uint8Array) => Uint8Array, RegExp]>([
    ['data before it', (whole) => Uint8Array.from([0, ...whole]), /ZIP/],
    ['data behind it', (whole) => Uint8Array.from([...whole, 0]), /ZIP/],
    [
      'a name twice',
      (whole) => writeStored('test', [...membersOf(whole), ...membersOf(whole)]),
      /ZIP/,
    ],
    [
      'a path that climbs',
      (whole) => writeStored('test', [...membersOf(whole), { name: '../x', bytes: text('') }]),
      /ZIP/,
    ],
    [
      'a thousand members and more',
      (whole) =>
        writeStored('test', [
          ...Array.from({ length: 1000 }, (_, index) => ({ name: `${index}`, bytes: text('') })),
          ...membersOf(whole),
        ]),
      /more than 1000 members/,
    ],
    [
      'a member that is a link',
      (whole) => changed(whole, (view, at) => view.setUint32(at + 38, 0o120777 * 2 ** 16, true)),
      /is a link to another file/,
    ],
    [
      'an encrypted member',
      (whole) => changed(whole, (view, at) => view.setUint16(at + 8, 1 + 2 ** 11, true)),
      /is encrypted/,
    ],
    [
      'members in one place',
      (whole) =>
        changed(whole, (view, at) => {
          const next = at + 46 + view.getUint16(at + 28, true);
          view.setUint32(next + 42, 0, true);
        }),
      /overlaps another member|ZIP/,
    ],
    [
      'sizes in 64 bits that it does not have',
      (whole) => changed(whole, (view, at) => view.setUint32(at + 24, 0xffffffff, true)),
      /ZIP|would grow/,
    ],
    [
      'headers that say different things',
      (whole) => changed(whole, (view) => view.setUint32(22, 5, true)),
      /ZIP/,
    ],
    [
      'a method of packing that nobody has',
      (whole) => changed(whole, (view, at) => view.setUint16(at + 10, 99, true)),
      /packed by method 99/,
    ],
    [
      'a member that grows a thousandfold',
      (whole) => withDeflated(whole, 'config.json', new Uint8Array(10_000_000).fill(32)),
      /would grow from \d+ to 10000000 bytes/,
    ],
    [
      'no weights',
      (whole) =>
        writeStored(
          'test',
          membersOf(whole).filter(({ name }) => !name.endsWith('.h5')),
        ),
      /holds no model.weights.h5/,
    ],
  ])('is refused with %s', async (_what, make, words) => {
    const bytes = make(await saved());
    const opened = opening(bytes);
    await expect(opened).rejects.toThrow(DataError);
    await expect(opened).rejects.toThrow(words);
  });

  it('is refused where it is larger than the budget, before it is unpacked', async () => {
    const whole = await saved();
    await expect(opening(whole, { maxBytes: 1000 })).rejects.toThrow(/of 1000|more than 1000/);
  });

  it('is taken with members that are deflated', async () => {
    const whole = await saved();
    const { weights } = await opening(whole);
    expect((await opening(withDeflated(whole, 'model.weights.h5'))).weights).toEqual(weights);
  });

  it('is refused where a deflated member is another', async () => {
    const whole = withDeflated(await saved(), 'config.json');
    const at = Buffer.from(whole).indexOf('config.json') + 'config.json'.length + 20;
    whole[at] ^= 1;
    await expect(opening(whole)).rejects.toThrow(TsunoError);
  });

  it('goes on from what Keras keeps where its own numbers belong to other weights', async () => {
    const whole = await saved();
    const members = membersOf(whole);
    const { optimizerState } = await opening(whole);
    const own = JSON.parse(
      new TextDecoder().decode(members.find(({ name }) => name === 'tsuno.json')?.bytes),
    );
    const told = (numbers: object) =>
      writeStored(
        'test',
        members.map((member) =>
          member.name === 'tsuno.json'
            ? { ...member, bytes: text(JSON.stringify(numbers)) }
            : member,
        ),
      );
    const strange = { ...own, epochsTrained: 9, optimizer: { ...own.optimizer, learningRate: 5 } };
    expect((await opening(told(strange))).optimizerState?.learningRate).toBe(5);
    const others = await opening(told({ ...strange, weights: '00000000' }));
    expect(others.optimizerState).toEqual(optimizerState);
    const wrong = told({ ...strange, optimizer: { ...own.optimizer, learningRate: -1 } });
    await expect(opening(wrong)).rejects.toThrow(/learningRate is no rate/);
  });

  it('is the same model or an error whichever byte is another, and wherever it is cut', async () => {
    const whole = await saved();
    const expected = await opening(whole);
    const check = async (bytes: Uint8Array) => {
      try {
        const opened = await opening(bytes);
        expect(opened.toJSON()).toEqual(expected.toJSON());
        expect(opened.weights).toEqual(expected.weights);
        expect(opened.optimizerState).toEqual(expected.optimizerState);
      } catch (error) {
        expect(error).toBeInstanceOf(TsunoError);
      }
    };
    const directory = directoryOf(whole);
    const headers = membersOf(whole).flatMap(({ name }) => {
      const at = Buffer.from(whole).indexOf(name) - 30;
      return Array.from({ length: 30 + name.length }, (_, index) => at + index);
    });
    const places = [
      ...headers,
      ...Array.from({ length: whole.length - directory }, (_, index) => directory + index),
      ...Array.from({ length: 100 }, (_, index) => Math.floor((index * whole.length) / 100)),
    ];
    for (const at of places) {
      await check(whole.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)));
    }
    for (let cut = 0; cut < whole.length; cut += 501) await check(whole.slice(0, cut));
    for (let cut = whole.length - END - 2; cut < whole.length; cut++)
      await check(whole.slice(0, cut));
  }, 60_000);
});

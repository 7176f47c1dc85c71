import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OptionError, UnsupportedError } from '../../../core/src/index.ts';
import { companionName } from '../../src/places/companion.ts';
import { pathTarget } from '../../src/places/node/path-target.ts';
import { nodeSystem, type System } from '../../src/places/node/system.ts';
import { forget, newTemporary } from '../../src/places/node/temporary.ts';
import type { NamedBytes } from '../../src/places/place.ts';
import { openTarget } from '../../src/places/places.ts';
import { bytesOf, contents, file, freshFolder } from './folder.ts';

const own = nodeSystem() as System;

function save(path: string | URL, text: string, overwrite = true): Promise<void> {
  const target = openTarget('save', path);
  return target.write([file(target.fileName, text)], { overwrite });
}

/** A model of a main file and shards, whose names tell their contents. */
function sharded(name: string, ...shards: string[]): readonly NamedBytes[] {
  const companions = shards.map((text, index) => ({
    name: companionName(name, `shard${index + 1}of${shards.length}`, bytesOf(text)),
    bytes: bytesOf(text),
  }));
  return [file(name, JSON.stringify(companions.map((each) => each.name))), ...companions];
}

const saveSharded = (folder: string, name: string, ...shards: string[]) =>
  openTarget('save', join(folder, name)).write(sharded(name, ...shards), { overwrite: true });

const asFolder = (files: readonly NamedBytes[]) =>
  Object.fromEntries(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));

describe('Writing to a path', () => {
  it('makes the file, and takes the place of the one before', async () => {
    const folder = freshFolder();
    await save(join(folder, 'a.keras'), 'old');
    expect(contents(folder)).toEqual({ 'a.keras': 'old' });
    await save(join(folder, 'a.keras'), 'new');
    expect(contents(folder)).toEqual({ 'a.keras': 'new' });
  });

  it('makes the folders that are missing, as Keras does', async () => {
    const folder = freshFolder();
    await save(join(folder, 'a', 'b', 'a.keras'), 'x');
    expect(contents(join(folder, 'a', 'b'))).toEqual({ 'a.keras': 'x' });
  });

  it('takes URLs of files, with what is encoded in them, and names as long as the system takes', async () => {
    const folder = freshFolder();
    await save(pathToFileURL(join(folder, 'a b%.keras')), 'x');
    await save(join(folder, `${'n'.repeat(249)}.keras`), 'y');
    expect(contents(folder)).toEqual({ 'a b%.keras': 'x', [`${'n'.repeat(249)}.keras`]: 'y' });
  });

  it('keeps to the folder that was meant when the process goes elsewhere', async () => {
    const folder = freshFolder();
    const before = process.cwd();
    process.chdir(folder);
    const target = openTarget('save', 'a.keras');
    process.chdir(before);
    await target.write([file('a.keras', 'x')], { overwrite: true });
    expect(contents(folder)).toEqual({ 'a.keras': 'x' });
  });

  it('refuses to take the place of a file when overwrite is false', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.keras');
    await save(path, 'first', false);
    await expect(save(path, 'second', false)).rejects.toThrow(
      new OptionError(
        `save: ${JSON.stringify(path)} is there already, and overwrite is false. Give another path, or { overwrite: true }.`,
      ),
    );
    expect(contents(folder)).toEqual({ 'a.keras': 'first' });
  });

  it('lets one of many win when overwrite is false', async () => {
    const folder = freshFolder();
    const texts = ['1', '2', '3', '4', '5', '6'];
    const saves = texts.map((text) => save(join(folder, 'a.keras'), text, false));
    const outcomes = (await Promise.allSettled(saves)).map(({ status }) => status);
    const winner = texts[outcomes.indexOf('fulfilled')];
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(1);
    expect(contents(folder)).toEqual({ 'a.keras': winner });
  });

  it('takes the name first where the file system has no links', async () => {
    const folder = freshFolder();
    const link = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTSUP' }));
    const system = { ...own, files: { ...own.files, link } };
    const path = join(folder, 'a.keras');
    const write = (text: string) =>
      pathTarget('save', system, path).write([file('a.keras', text)], { overwrite: false });
    await write('first');
    await expect(write('second')).rejects.toThrow(OptionError);
    expect(contents(folder)).toEqual({ 'a.keras': 'first' });
  });

  it('follows links, also to what is not there yet, and leaves them as they are', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'way'));
    symlinkSync('way/a.keras', join(folder, 'link.keras'));
    for (const text of ['first', 'second']) {
      await save(join(folder, 'link.keras'), text);
      expect(readlinkSync(join(folder, 'link.keras'))).toBe('way/a.keras');
      expect(contents(join(folder, 'real'))).toEqual({ 'a.keras': text });
    }
    symlinkSync('round.keras', join(folder, 'round.keras'));
    await expect(save(join(folder, 'round.keras'), 'x')).rejects.toThrow(
      /its links lead in a circle/,
    );
  });

  it('keeps the permissions and the owner of the file before', async () => {
    const path = join(freshFolder(), 'a.keras');
    await save(path, 'old');
    chmodSync(path, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(path, 12, 34);
    await save(path, 'new');
    const { mode, uid, gid } = statSync(path);
    expect(mode & 0o7777).toBe(0o640);
    if (isRoot) expect([uid, gid]).toEqual([12, 34]);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('refuses folders, devices and what is no path of a file', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'a.keras'));
    await expect(save(join(folder, 'a.keras'), 'x')).rejects.toThrow(/is a folder. Give the path/);
    await expect(save('/dev/null', 'x')).rejects.toThrow(/is a device or a pipe/);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    writeFileSync(join(folder, 'file'), '');
    for (const path of [join(folder, 'file', 'a.keras'), `${folder}/${'n'.repeat(300)}.keras`]) {
      await expect(save(path, 'x')).rejects.toThrow(/^save: ".* cannot be written: /);
    }
    for (const path of [`${folder}/b.keras/`, 'a\0.keras']) {
      expect(() => openTarget('save', path)).toThrow(OptionError);
    }
    expect(Object.keys(contents(join(folder, 'a.keras')))).toEqual([]);
  });

  it.each([
    ['open', 'EACCES', /permission is denied \(EACCES\)/],
    ['open', 'EROFS', /the file system is read-only \(EROFS\)/],
    ['access', 'EACCES', /permission is denied \(EACCES\)/],
    ['open', 'ENOSPC', /the disk is full \(ENOSPC\)/],
    ['open', 'EDQUOT', /your share of the disk is used up \(EDQUOT\)/],
  ])('says in words that %s gave %s', async (call, code, words) => {
    const folder = freshFolder();
    const path = join(folder, 'a.keras');
    await save(path, 'old');
    const failing = () => Promise.reject(Object.assign(new Error(code), { code }));
    const system = { ...own, files: { ...own.files, [call]: failing } };
    const saving = pathTarget('save', system, path).write([file('a.keras', 'new')], {
      overwrite: true,
    });
    await expect(saving).rejects.toThrow(UnsupportedError);
    await expect(saving).rejects.toThrow(words);
    await expect(saving).rejects.toThrow(/The file that was there is untouched\. .*place\.$/);
    expect(contents(folder)).toEqual({ 'a.keras': 'old' });
  });
});

describe('A model of several files', () => {
  it('is there whole, and the companions of the one before are gone', async () => {
    const folder = freshFolder();
    await saveSharded(folder, 'a.json', 'one', 'two');
    expect(contents(folder)).toEqual(asFolder(sharded('a.json', 'one', 'two')));
    await saveSharded(folder, 'a.json', 'one', 'three');
    expect(contents(folder)).toEqual(asFolder(sharded('a.json', 'one', 'three')));
    await save(join(folder, 'a.json'), 'alone');
    expect(contents(folder)).toEqual({ 'a.json': 'alone' });
  });

  it('leaves alone what others need, or what is not certainly its own', async () => {
    const folder = freshFolder();
    await saveSharded(folder, 'a.json', 'one');
    await saveSharded(folder, 'b.json', 'one');
    const [main, shard] = sharded('a.json', 'one');
    writeFileSync(join(folder, 'copy.json'), main.bytes);
    const others = {
      'a.json.shard1of1.0123456789abcdef.bin': 'named by nothing',
      'group1-shard1of1.bin': 'of another program',
    };
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
    await saveSharded(folder, 'a.json', 'two');
    expect(contents(folder)).toEqual({
      ...asFolder(sharded('a.json', 'two')),
      ...asFolder(sharded('b.json', 'one')),
      ...asFolder([{ ...main, name: 'copy.json' }, shard]),
      ...others,
    });
  });

  it('spares what the coming main file of another save names, and waits for a sweep', async () => {
    const folder = freshFolder();
    const spot = { system: own, folder, name: 'a.json' };
    await saveSharded(folder, 'a.json', 'one');
    const coming = newTemporary(spot, 'main');
    writeFileSync(coming, sharded('a.json', 'one')[0].bytes);
    await saveSharded(folder, 'a.json', 'two');
    expect(contents(folder)).toMatchObject(asFolder(sharded('a.json', 'one').slice(1)));
    forget(coming);

    const marker = newTemporary(spot, 'sweep');
    writeFileSync(marker, '[]');
    let isDone = false;
    const saving = saveSharded(folder, 'a.json', 'three').then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isDone).toBe(false);
    forget(marker);
    await saving;
  });
});

describe('What a killed process has left', () => {
  const dead = { ...own, pid: 2 ** 22 + 1 };
  const shards = sharded('a.json', 'orphan').slice(1);
  const plan = JSON.stringify([...shards.map(({ name }) => name), 'mine.txt', '../b', 'a.json']);

  /** Temporary files of a system, and the companions that its plan lists. */
  function leave(folder: string, system: System): void {
    const spot = { system, folder, name: 'a.json' };
    for (const kind of ['main', 'part', 'sweep', 'plan'] as const) {
      const path = newTemporary(spot, kind);
      writeFileSync(path, kind === 'plan' || kind === 'sweep' ? plan : 'half');
      forget(path);
    }
    for (const { name, bytes } of shards) writeFileSync(join(folder, name), bytes);
  }

  it('is cleared away by the next save to this name, and nothing else is', async () => {
    const folder = freshFolder();
    await save(join(folder, 'a.json'), 'old');
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    writeFileSync(join(folder, '.tsuno-x.main'), 'mine');
    leave(folder, dead);
    await save(join(folder, 'b.json'), 'another');
    expect(Object.keys(contents(folder))).toHaveLength(9);
    await save(join(folder, 'a.json'), 'new');
    expect(contents(folder)).toEqual({
      '.tsuno-x.main': 'mine',
      'a.json': 'new',
      'b.json': 'another',
      'mine.txt': 'mine',
    });
  });

  it.each([
    ['an earlier process of the same number', { ...own, started: own.started - 5000 }, true],
    ['a save of this thread that is done', own, true],
    ['another thread', { ...own, thread: own.thread + 1 }, false],
    ['a living process', { ...own, pid: process.ppid }, false],
    ['another machine', { ...dead, host: 'elsewhere' }, false],
  ])('is that of %s: %#', async (_whose, system, isLeft) => {
    const folder = freshFolder();
    const path = newTemporary({ system, folder, name: 'a.json' }, 'main');
    writeFileSync(path, 'half');
    forget(path);
    await save(join(folder, 'a.json'), 'new');
    expect(Object.keys(contents(folder))).toHaveLength(isLeft ? 1 : 2);
    // Nobody saves for two days; but what is of another thread of this very process is never guessed at.
    const old = Date.now() / 1000 - 2 * 24 * 60 * 60;
    if (!isLeft) utimesSync(path, old, old);
    await save(join(folder, 'a.json'), 'newer');
    expect(Object.keys(contents(folder))).toHaveLength(system.pid === own.pid && !isLeft ? 2 : 1);
  });
});

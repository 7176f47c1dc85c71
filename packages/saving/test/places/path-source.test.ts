import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataError } from '../../../core/src/index.ts';
import { pathSource } from '../../src/places/node/path-source.ts';
import { nodeSystem, type System } from '../../src/places/node/system.ts';
import { openSource } from '../../src/places/places.ts';
import { freshFolder } from './folder.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const read = async (source: unknown, most = 1000) =>
  textOf(await (await openSource('load', source)).bytes(most));

const beside = async (path: string, name: unknown, most = 1000) =>
  textOf(await (await openSource('load', path)).beside(name as string, most));

describe('Reading a path', () => {
  it('gives the bytes, of paths and of URLs', async () => {
    const path = join(freshFolder(), 'a%20b.keras');
    writeFileSync(path, 'content');
    expect(await read(path)).toBe('content');
    expect(await read(pathToFileURL(path))).toBe('content');
    expect(await read(pathToFileURL(path).href)).toBe('content');
    expect((await openSource('load', path)).fileName).toBe('a%20b.keras');
  });

  it('reads at most so many bytes, and none when there are more', async () => {
    const path = join(freshFolder(), 'a.keras');
    writeFileSync(path, '12345678');
    expect(await read(path, 8)).toBe('12345678');
    await expect(read(path, 7)).rejects.toThrow(
      new DataError(
        `load: ${JSON.stringify(path)} holds 8 bytes, and at most 7 are read. If you trust it, raise maxBytes.`,
      ),
    );
  });

  it('refuses what is no regular file, without hanging', async () => {
    const folder = freshFolder();
    const pipe = join(folder, 'pipe.keras');
    execFileSync('mkfifo', [pipe]);
    writeFileSync(join(folder, 'empty.keras'), '');
    const refused = { [folder]: /is a folder/, [pipe]: /a device or a pipe/ };
    for (const [path, words] of Object.entries(refused)) {
      await expect(read(path)).rejects.toThrow(words);
    }
    await expect(read(join(folder, 'empty.keras'))).rejects.toThrow(/is empty/);
    await expect(read('/dev/zero')).rejects.toThrow(/a device or a pipe/);
    for (const path of ['/proc/self/maps', '/proc/kmsg']) {
      await expect(read(path)).rejects.toThrow(DataError);
    }
    await expect(read(join(folder, 'none.keras'))).rejects.toThrow(
      /cannot be read: there is no such file \(ENOENT\). Check the path\.$/,
    );
  });

  it('notices that a file is written while it is read', async () => {
    const path = join(freshFolder(), 'a.keras');
    const own = nodeSystem() as System;
    for (const [first, then] of [
      ['12345678', '1234'],
      ['1234', '12345678'],
    ]) {
      writeFileSync(path, first);
      const open: typeof own.files.open = async (...args) => {
        const file = await own.files.open(...args);
        const stats = await file.stat();
        writeFileSync(path, then);
        const held = { stat: async () => stats, read: file.read.bind(file) };
        return { ...file, ...held, close: () => file.close() } as never;
      };
      const source = pathSource('load', { ...own, files: { ...own.files, open } }, path);
      await expect(source.bytes(100)).rejects.toThrow(/is being written: it was [48] bytes long/);
    }
  });
});

describe('A file beside', () => {
  it('is read by its name, also in a folder of the folder, and through links that stay inside', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'shards'));
    writeFileSync(join(folder, 'a.json'), '{}');
    writeFileSync(join(folder, 'shards', 'one.bin'), 'one');
    symlinkSync('shards/one.bin', join(folder, 'link.bin'));
    expect(await beside(join(folder, 'a.json'), 'shards/one.bin')).toBe('one');
    expect(await beside(join(folder, 'a.json'), 'link.bin')).toBe('one');
    await expect(beside(join(folder, 'a.json'), 'link.bin', 2)).rejects.toThrow(/holds 3 bytes/);
  });

  it('is looked for beside the link, and then beside the file that it leads to', async () => {
    const folder = freshFolder();
    for (const name of ['real', 'links']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'real', 'a.json'), '{}');
    writeFileSync(join(folder, 'real', 'one.bin'), 'real');
    symlinkSync('../real/a.json', join(folder, 'links', 'a.json'));
    expect(await beside(join(folder, 'links', 'a.json'), 'one.bin')).toBe('real');
    writeFileSync(join(folder, 'links', 'one.bin'), 'links');
    expect(await beside(join(folder, 'links', 'a.json'), 'one.bin')).toBe('links');
  });

  it('is never outside of the folder', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in', 'a.json'), '{}');
    writeFileSync(join(folder, 'secret'), 'secret');
    // A name that begins like the folder's.
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'inner', 'secret'), 'secret');
    symlinkSync('..', join(folder, 'in', 'up'));
    symlinkSync('../secret', join(folder, 'in', 'link'));
    symlinkSync('../inner', join(folder, 'in', 'near'));
    const names = ['../secret', 'x/../../secret', 'up/secret', 'link', 'near/secret'];
    const odd = ['', '.', '..', '/etc/hosts', 'C:/a', 'C:a', '..\\secret', 'a\0', 'a//b', 'a/.'];
    for (const name of [...names, ...odd, null, 3, {}, 'x'.repeat(5000)]) {
      const reading = beside(join(folder, 'in', 'a.json'), name);
      await expect(reading).rejects.toThrow(DataError);
      await expect(reading).rejects.toThrow(/out of the folder|in its own folder/);
    }
  });

  it('that is missing is told by name', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'a.json'), '{}');
    await expect(beside(join(folder, 'a.json'), 'one.bin')).rejects.toThrow(
      /"one.bin" is not there, and ".*a.json" is not whole without it/,
    );
    rmSync(join(folder, 'a.json'));
    await expect(beside(join(folder, 'a.json'), 'one.bin')).rejects.toThrow(DataError);
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../src/index.ts';

describe('makeFolder', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tsuno-folder-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('makes all folders that are missing, and is content with one that is there', async () => {
    const folder = join(root, 'a', 'b', 'c');
    await makeFolder(folder);
    await makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('lets two make the same one', async () => {
    const folder = join(root, 'a', 'b');
    await Promise.all([makeFolder(folder), makeFolder(folder)]);
    expect(existsSync(folder)).toBe(true);
  });

  it('refuses a file, and what would be below one', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(makeFolder(file)).rejects.toThrow('is a file, and no folder');
    await expect(makeFolder(join(file, 'a', 'b'))).rejects.toThrow('ENOTDIR');
  });

  // There, Node's recursive mkdir would never return: a process of its own can be ended.
  const onLinux = existsSync('/proc/version') ? it : it.skip;
  onLinux('returns below /proc, where nothing can be made', () => {
    const program = `
      require('ts-node/register');
      require(${JSON.stringify(join(__dirname, '../src/index.ts'))})
        .makeFolder('/proc/tsuno/deep/folder')
        .then(() => console.log('made'), (error) => console.log(error.code));`;
    const said = execFileSync(process.execPath, ['-e', program], {
      cwd: join(__dirname, '..', '..', '..'),
      timeout: 30_000,
      encoding: 'utf8',
    });
    expect(said.trim()).toBe('ENOENT');
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolders, cacheIn } from '../../src/mnist/cache.ts';
import { temporaryFolder } from './temporary-folder.ts';

const BYTES = Uint8Array.of(1, 2, 3);
const SUM = createHash('sha256').update(BYTES).digest('hex');
const OTHER_SUM = createHash('sha256').update('other').digest('hex');

describe('cacheIn', () => {
  const folder = temporaryFolder();

  it('gives back what it keeps, makes the folders for it, and leaves nothing else behind', async () => {
    const path = join(folder(), 'a', 'b');
    const cache = cacheIn([path]);
    expect(await cache.read('digits', SUM)).toBeNull();
    expect(await cache.write('digits', BYTES)).toBe(true);
    expect([...((await cache.read('digits', SUM)) ?? [])]).toEqual([1, 2, 3]);
    expect(readdirSync(path)).toEqual(['digits']);
  });

  it('takes a file with another sum for none, and replaces it', async () => {
    const cache = cacheIn([folder()]);
    writeFileSync(join(folder(), 'digits'), 'broken');
    expect(await cache.read('digits', SUM)).toBeNull();
    await cache.write('digits', BYTES);
    expect([...readFileSync(join(folder(), 'digits'))]).toEqual([1, 2, 3]);
    expect(await cache.read('digits', OTHER_SUM)).toBeNull();
  });

  it('moves on where a folder cannot be written, and says so where none can', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const blocked = join(file, 'below');
    const open = join(folder(), 'open');
    expect(await cacheIn([blocked, open]).write('digits', BYTES)).toBe(true);
    expect(readdirSync(open)).toEqual(['digits']);
    expect(await cacheIn([blocked, open]).read('digits', SUM)).not.toBeNull();
    expect(await cacheIn([blocked]).write('digits', BYTES)).toBe(false);
    expect(await cacheIn([blocked]).read('digits', SUM)).toBeNull();
  });

  it('leaves no unfinished file where the renaming fails', async () => {
    mkdirSync(join(folder(), 'digits', 'in-the-way'), { recursive: true });
    expect(await cacheIn([folder()]).write('digits', BYTES)).toBe(false);
    expect(readdirSync(folder())).toEqual(['digits']);
  });

  it('survives writers at the same time', async () => {
    const cache = cacheIn([folder()]);
    const kept = await Promise.all(Array.from({ length: 8 }, () => cache.write('digits', BYTES)));
    expect(kept).toEqual(Array(8).fill(true));
    expect(await cache.read('digits', SUM)).not.toBeNull();
    expect(readdirSync(folder())).toEqual(['digits']);
  });
});

describe('cacheFolders', () => {
  const folder = temporaryFolder();
  const place = { env: {}, cwd: '/no/such/folder', home: '/home/ada', platform: 'linux' };

  it('is the option, else TSUNO_CACHE, and then nothing else', () => {
    const env = { TSUNO_CACHE: '/from/env' };
    expect(cacheFolders('/from/option', { ...place, env })).toEqual(['/from/option']);
    expect(cacheFolders(undefined, { ...place, env })).toEqual(['/from/env']);
    expect(cacheFolders('here', place)).toEqual(['/no/such/folder/here']);
  });

  it('is else in the nearest node_modules, then with the user', () => {
    mkdirSync(join(folder(), 'node_modules'));
    const inside = join(folder(), 'src', 'deep');
    mkdirSync(inside, { recursive: true });
    expect(cacheFolders(undefined, { ...place, cwd: inside })).toEqual([
      join(folder(), 'node_modules', '.cache', 'tsuno'),
      '/home/ada/.cache/tsuno',
    ]);
  });

  it('follows the customs of each system', () => {
    const users = (changes: object) => cacheFolders(undefined, { ...place, ...changes });
    expect(users({})).toEqual(['/home/ada/.cache/tsuno']);
    expect(users({ env: { TSUNO_CACHE: '', XDG_CACHE_HOME: '/xdg' } })).toEqual(['/xdg/tsuno']);
    expect(users({ platform: 'darwin' })).toEqual(['/home/ada/Library/Caches/tsuno']);
    expect(users({ platform: 'win32', env: { LOCALAPPDATA: '/local' } })).toEqual(['/local/tsuno']);
  });
});

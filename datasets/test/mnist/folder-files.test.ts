import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, OptionError } from 'tsuno/core';
import { folderFiles } from '../../src/mnist/folder-files.ts';
import { FULL_FILES } from '../../src/mnist/full-files.ts';
import { mapFour, smallMnist } from './small-mnist.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { plain } = smallMnist();

describe('folderFiles', () => {
  const folder = temporaryFolder();

  const customs: readonly [string, (name: string) => string][] = [
    ['train-images-idx3-ubyte.gz', (name) => name],
    ['train-images-idx3-ubyte', (name) => name.replace('.gz', '')],
    ['train-images.idx3-ubyte', (name) => name.replace('-idx', '.idx').replace('.gz', '')],
    ['train-images.idx3-ubyte.gz', (name) => name.replace('-idx', '.idx')],
  ];
  it.each(customs)('finds the files under names such as %s', async (example, rename) => {
    mapFour(FULL_FILES, ({ name }, key) => writeFileSync(join(folder(), rename(name)), plain[key]));
    const found = await folderFiles(folder(), 'dir', undefined);
    expect(found.trainImages.name).toBe(join(folder(), example));
    mapFour(found, ({ bytes }, key) => {
      expect(Buffer.compare(bytes, plain[key])).toBe(0);
    });
  });

  it('names the files that are missing', async () => {
    writeFileSync(join(folder(), 'train-images.idx3-ubyte'), '');
    writeFileSync(join(folder(), 't10k-labels-idx1-ubyte'), '');
    const load = folderFiles(folder(), 'TSUNO_MNIST_DIR', undefined);
    await expect(load).rejects.toThrow(
      new DataError(
        `mnist.load: TSUNO_MNIST_DIR is ${folder()}, which lacks train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz. ` +
          'The names may also end without .gz, and have a dot for the second hyphen (train-images.idx3-ubyte).',
      ),
    );
  });

  it('refuses what is not a folder', async () => {
    const missing = join(folder(), 'missing');
    await expect(folderFiles(missing, 'dir', undefined)).rejects.toThrow(OptionError);
    await expect(folderFiles(missing, 'dir', undefined)).rejects.toThrow(
      `mnist.load: dir must be a folder, got ${missing} (ENOENT`,
    );
  });

  it('says that a file is a folder', async () => {
    mapFour(FULL_FILES, ({ name }) => writeFileSync(join(folder(), name), ''));
    const labels = join(folder(), 'train-labels-idx1-ubyte.gz');
    rmSync(labels);
    mkdirSync(labels);
    await expect(folderFiles(folder(), 'dir', undefined)).rejects.toThrow(DataError);
    await expect(folderFiles(folder(), 'dir', undefined)).rejects.toThrow(
      `mnist.load: dir must hold four IDX files, but ${labels} cannot be read: it is a folder.`,
    );
  });

  it('stops where it is told to', async () => {
    mapFour(FULL_FILES, ({ name }) => writeFileSync(join(folder(), name), ''));
    const reason = new Error('enough');
    await expect(folderFiles(folder(), 'dir', AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

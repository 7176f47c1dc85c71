import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, tf } from 'tsuno/core';
import { FULL_FILES, MIRRORS } from '../../src/mnist/full-files.ts';
import { loadMnist } from '../../src/mnist/load-mnist.ts';
import { type Answer, type Mirror, startMirror } from './mirror-server.ts';
import { mapFour, smallMnist, surroundings } from './small-mnist.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { plain, gzipped } = smallMnist();
const FILES: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.values(mapFour(gzipped, (bytes, key) => [FULL_FILES[key].name, bytes] as const)),
);
const NAMES = Object.keys(FILES);

function expectSmall(data: Awaited<ReturnType<typeof loadMnist>>): void {
  expect(data.xTrain.shape).toEqual([40, 784]);
  expect(data.xTest.shape).toEqual([10, 784]);
  const float32 = (bytes: Uint8Array) => Array.from(bytes, (level) => Math.fround(level / 255));
  expect(Array.from(data.xTrain.dataSync())).toEqual(float32(plain.trainImages.subarray(16)));
  expect(Array.from(data.xTest.dataSync())).toEqual(float32(plain.testImages.subarray(16)));
  expect(Array.from(data.yTrain.dataSync())).toEqual([...plain.trainLabels.subarray(8)]);
  expect(Array.from(data.yTest.dataSync())).toEqual([...plain.testLabels.subarray(8)]);
  tf.dispose([data.xTrain, data.yTrain, data.xTest, data.yTest]);
}

describe('loadMnist with full: true', () => {
  const folder = temporaryFolder();
  let mirrors: Mirror[] = [];
  afterEach(async () => {
    await Promise.all(mirrors.map((mirror) => mirror.close()));
    mirrors = [];
  });

  async function mirror(answer?: (name: string, attempt: number) => Answer): Promise<Mirror> {
    const started = await startMirror(FILES, answer);
    mirrors.push(started);
    return started;
  }

  it('downloads the four files once, and reads them from the cache from then on', async () => {
    const { url, requests } = await mirror();
    const around = surroundings();
    const options = { full: true, mirrors: [url], cacheDir: folder() };
    expectSmall(await loadMnist(options, around));
    expect(requests).toEqual(NAMES);
    expect(readdirSync(folder()).toSorted()).toEqual(NAMES.toSorted());
    expect(around.printed).toHaveLength(5);
    expect(around.printed[1]).toBe(`train-images-idx3-ubyte.gz: 0.0 MB from ${url} (0s)\n`);

    const later = surroundings();
    expectSmall(await loadMnist(options, later));
    expect(requests).toHaveLength(4);
    expect(later.printed).toEqual([]);
  });

  it('fetches again only what is damaged in the cache', async () => {
    const { url, requests } = await mirror();
    const options = { full: true, mirrors: [url], cacheDir: folder() };
    tf.dispose({ ...(await loadMnist(options, surroundings())) });
    writeFileSync(join(folder(), NAMES[2]), 'damaged');
    expectSmall(await loadMnist(options, surroundings()));
    expect(requests).toEqual([...NAMES, NAMES[2]]);
  });

  it('keeps what it has when it fails, and goes on from there', async () => {
    const good = await mirror();
    const bad = await mirror((name) =>
      name === NAMES[2] ? { kind: 'status', status: 404 } : { kind: 'whole' },
    );
    const cacheDir = folder();
    await expect(
      loadMnist({ full: true, mirrors: [bad.url], cacheDir }, surroundings()),
    ).rejects.toThrow(DataError);
    expectSmall(await loadMnist({ full: true, mirrors: [good.url], cacheDir }, surroundings()));
    expect(good.requests).toEqual(NAMES.slice(2));
  });

  it('says what was tried and what to do where no mirror answers', async () => {
    const gone = await startMirror({});
    await gone.close();
    const lost = await mirror(() => ({ kind: 'status', status: 404 }));
    const load = loadMnist(
      { full: true, mirrors: [gone.url, lost.url], cacheDir: folder(), verbose: 0 },
      surroundings(),
    );
    await expect(load).rejects.toThrow(
      new DataError(
        'mnist.load: full: true needs train-images-idx3-ubyte.gz, and no mirror gave it:\n' +
          `  ${gone.url}train-images-idx3-ubyte.gz: fetch failed (ECONNREFUSED)\n` +
          `  ${lost.url}train-images-idx3-ubyte.gz: HTTP 404 Not Found\n` +
          'Try again with a network, or get the four files elsewhere, put them in one folder and name it with { dir } or ' +
          'TSUNO_MNIST_DIR: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, ' +
          't10k-labels-idx1-ubyte.gz. The 10,000 digits of mnist.load() need no network.',
      ),
    );
  });

  it('works where nothing can be kept, and says that it is so', async () => {
    const { url } = await mirror();
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const around = surroundings();
    const options = { full: true, mirrors: [url], cacheDir: join(file, 'below') };
    expectSmall(await loadMnist(options, around));
    expect(around.printed.at(-1)).toBe(
      'mnist.load: no cache folder is writable, so the next run downloads again (see cacheDir)\n',
    );
  });

  it('prints nothing with verbose 0', async () => {
    const { url } = await mirror();
    const around = surroundings();
    const options = { full: true, mirrors: [url], cacheDir: folder(), verbose: 0 } as const;
    expectSmall(await loadMnist(options, around));
    expect(around.printed).toEqual([]);
  });

  it('stops with the reason of its signal, and makes no tensor', async () => {
    const { url } = await mirror(() => ({ kind: 'stall', after: 10 }));
    const before = tf.memory().numTensors;
    const signal = AbortSignal.timeout(100);
    const options = { full: true, mirrors: [url], cacheDir: folder(), signal };
    await expect(loadMnist(options, surroundings())).rejects.toHaveProperty('name', 'TimeoutError');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('knows the published files and two mirrors', () => {
    expect(MIRRORS).toEqual([
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
    ]);
    expect(Object.values(FULL_FILES).map(({ sum }) => sum)).toEqual([
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    ]);
  });
});

describe('loadMnist with a folder', () => {
  const folder = temporaryFolder();
  beforeEach(() => {
    for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder(), name), bytes);
  });

  it('reads it, from the option or from TSUNO_MNIST_DIR, with or without full: true', async () => {
    const env = { TSUNO_MNIST_DIR: folder() };
    expectSmall(await loadMnist({ dir: folder() }, surroundings()));
    expectSmall(await loadMnist({ dir: '.' }, surroundings({ cwd: folder() })));
    expectSmall(await loadMnist({}, surroundings({ env })));
    expectSmall(await loadMnist({ full: true }, surroundings({ env })));
    const other = { TSUNO_MNIST_DIR: '/no/such/folder' };
    expectSmall(await loadMnist({ dir: folder() }, surroundings({ env: other })));
  });

  it('passes over TSUNO_MNIST_DIR with full: false, and with mirrors', async () => {
    const env = { TSUNO_MNIST_DIR: '/no/such/folder' };
    const cacheDir = folder();
    const data = await loadMnist({ full: false, cacheDir }, surroundings({ env }));
    expect(data.xTrain.shape).toEqual([8000, 784]);
    tf.dispose({ ...data });
    expectSmall(
      await loadMnist(
        { full: true, mirrors: ['http://127.0.0.1:9'], cacheDir },
        surroundings({ env }),
      ),
    );
  });

  it('names the variable in its errors', async () => {
    const env = { TSUNO_MNIST_DIR: '/no/such/folder' };
    await expect(loadMnist({}, surroundings({ env }))).rejects.toThrow(
      'mnist.load: TSUNO_MNIST_DIR must be a folder, got /no/such/folder',
    );
  });
});

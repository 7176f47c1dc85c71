import { type Downloaded, download } from '../../src/mnist/download.ts';
import { type Answer, type Mirror, startMirror } from './mirror-server.ts';
import { smallMnist } from './small-mnist.ts';

const { gzipped, remote } = smallMnist();
const FILE = remote.trainImages;
const BYTES = gzipped.trainImages;
const FILES = { [FILE.name]: BYTES };
const WHOLE: Answer = { kind: 'whole' };

describe('download', () => {
  let mirrors: Mirror[] = [];
  afterEach(async () => {
    await Promise.all(mirrors.map((mirror) => mirror.close()));
    mirrors = [];
  });

  async function mirror(
    answer?: (attempt: number) => Answer,
    options: { ranges?: boolean; files?: Record<string, Uint8Array> } = {},
  ): Promise<Mirror> {
    const started = await startMirror(
      options.files ?? FILES,
      answer && ((_name, attempt) => answer(attempt)),
      options,
    );
    mirrors.push(started);
    return started;
  }

  function start(
    urls: readonly string[] = mirrors.map(({ url }) => url),
    watch: { signal?: AbortSignal; onBytes?: (count: number) => void } = {},
    stallSeconds = 5,
  ): Promise<Downloaded> {
    return download(
      FILE,
      urls,
      { stallSeconds, pauseSeconds: 0.001 },
      { signal: watch.signal, onBytes: watch.onBytes ?? (() => {}) },
    );
  }

  function expectWhole(downloaded: Downloaded, from: Mirror): void {
    if ('failures' in downloaded) throw new Error(downloaded.failures.join('\n'));
    expect(Buffer.compare(downloaded.bytes, BYTES)).toBe(0);
    expect(downloaded.mirror).toBe(from.url);
  }

  function failuresOf(downloaded: Downloaded): readonly string[] {
    return 'failures' in downloaded ? downloaded.failures : [];
  }

  it('gives the file, unpacked by nobody on its way, and counts its bytes', async () => {
    const only = await mirror();
    const counts: number[] = [];
    expectWhole(await start(undefined, { onBytes: (count) => counts.push(count) }), only);
    expect(only.requests).toEqual([FILE.name]);
    expect(only.encodings).toEqual(['identity']);
    expect(counts.at(-1)).toBe(FILE.size);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('takes the address of a mirror with or without its last slash', async () => {
    const only = await mirror();
    const downloaded = await start([only.url.replace(/\/$/, '')]);
    expect(failuresOf(downloaded)).toEqual([]);
  });

  it('asks for the rest where the connection breaks midway', async () => {
    const only = await mirror((attempt) =>
      attempt < 3 ? { kind: 'break', after: 10_000 } : WHOLE,
    );
    expectWhole(await start(), only);
    expect(only.requests).toEqual([
      FILE.name,
      `${FILE.name} bytes=10000-`,
      `${FILE.name} bytes=20000-`,
    ]);
  });

  it('starts again where the mirror knows no ranges', async () => {
    const answer = (attempt: number): Answer =>
      attempt < 2 ? { kind: 'break', after: 10_000 } : WHOLE;
    const only = await mirror(answer, { ranges: false });
    const counts: number[] = [];
    expectWhole(await start(undefined, { onBytes: (count) => counts.push(count) }), only);
    expect(only.requests).toEqual([FILE.name, `${FILE.name} bytes=10000-`]);
    expect(counts.indexOf(0)).toBeGreaterThan(0);
  });

  it('asks the next mirror for the rest where the first one stays silent', async () => {
    await mirror((attempt) =>
      attempt === 1 ? { kind: 'break', after: 10_000 } : { kind: 'status', status: 503 },
    );
    const second = await mirror();
    expectWhole(await start(), second);
    expect(second.requests).toEqual([`${FILE.name} bytes=10000-`]);
  });

  it('gives up a mirror that breaks again and again', async () => {
    const only = await mirror(() => ({ kind: 'break', after: 100 }));
    const failures = failuresOf(await start());
    expect(only.requests).toHaveLength(4);
    expect(failures).toHaveLength(4);
    expect(failures[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mnist\/train-images-idx3-ubyte\.gz: /);
  });

  it('gives up a connection that sends nothing, and asks for the rest', async () => {
    const only = await mirror((attempt) =>
      attempt === 1 ? { kind: 'stall', after: 10_000 } : WHOLE,
    );
    expectWhole(await start(undefined, {}, 0.1), only);
    expect(only.requests).toEqual([FILE.name, `${FILE.name} bytes=10000-`]);
  });

  it('is patient with a slow connection, as long as something comes', async () => {
    const only = await mirror(() => ({ kind: 'drip', milliseconds: 80 }));
    expectWhole(await start(undefined, {}, 0.25), only);
    expect(only.requests).toEqual([FILE.name]);
  });

  it('moves on at once from a mirror that has no such file, or is not there', async () => {
    const lost = await mirror(() => ({ kind: 'status', status: 404 }));
    const closed = await startMirror({});
    await closed.close();
    const good = await mirror();
    expectWhole(await start([lost.url, closed.url, good.url]), good);
    expect(lost.requests).toHaveLength(1);
    const failures = failuresOf(await start([lost.url, closed.url]));
    expect(failures).toEqual([
      `${lost.url}${FILE.name}: HTTP 404 Not Found`,
      `${closed.url}${FILE.name}: fetch failed (ECONNREFUSED)`,
    ]);
  });

  it('refuses a file with another content, of whatever length', async () => {
    const flipped = BYTES.map((byte, i) => (i === 5000 ? byte ^ 1 : byte));
    const wrong = await mirror(undefined, { files: { [FILE.name]: flipped } });
    const long = await mirror(() => ({ kind: 'body', body: new Uint8Array(FILE.size + 1) }));
    const page = await mirror(() => ({ kind: 'body', body: Buffer.from('<html>sign in</html>') }));
    const failures = failuresOf(await start());
    expect(failures[0]).toMatch(/: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}$/);
    expect(failures[1]).toBe(
      `${long.url}${FILE.name}: it is longer than ${FILE.size} bytes, so not the file`,
    );
    expect(failures[2]).toBe(`${page.url}${FILE.name}: it ended after 20 of ${FILE.size} bytes`);
    expect([wrong.requests.length, long.requests.length]).toEqual([1, 1]);
    const good = await mirror();
    expectWhole(await start(), good);
  });

  it('starts from nothing where two pieces do not fit together', async () => {
    await mirror((attempt) =>
      attempt === 1
        ? { kind: 'body', body: Buffer.from('<html>sign in</html>') }
        : { kind: 'status', status: 500 },
    );
    const good = await mirror();
    expectWhole(await start(), good);
    expect(good.requests).toEqual([`${FILE.name} bytes=20-`, FILE.name]);
  });

  it('starts from nothing where another range comes than was asked for', async () => {
    const only = await mirror((attempt) => {
      if (attempt === 1) return { kind: 'break', after: 10_000 };
      return attempt === 2 ? { kind: 'off' } : WHOLE;
    });
    expectWhole(await start(), only);
    expect(only.requests).toEqual([FILE.name, `${FILE.name} bytes=10000-`, FILE.name]);
  });

  it('stops with the reason of its signal, before, during and between attempts', async () => {
    const reason = new Error('enough');
    const only = await mirror(() => ({ kind: 'stall', after: 10_000 }));
    const early = AbortSignal.abort(reason);
    await expect(start(undefined, { signal: early })).rejects.toBe(reason);
    const during = new AbortController();
    const onBytes = () => during.abort(reason);
    await expect(start(undefined, { signal: during.signal, onBytes })).rejects.toBe(reason);
    const between = new AbortController();
    const slow = download(
      FILE,
      [(await mirror(() => ({ kind: 'break', after: 100 }))).url],
      { stallSeconds: 5, pauseSeconds: 60 },
      { signal: between.signal, onBytes: () => setTimeout(() => between.abort(reason), 100) },
    );
    await expect(slow).rejects.toBe(reason);
    expect(only.requests.length).toBeLessThanOrEqual(2);
  });
});

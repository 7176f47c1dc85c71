import 'fake-indexeddb/auto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataError, OptionError, UnsupportedError } from '../../../core/src/index.ts';
import { openSource, openTarget } from '../../src/places/places.ts';
import { bytesOf, file } from './folder.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function read(source: unknown, most = 1000, name: string | null = null): Promise<string> {
  const place = await openSource('load', source);
  const main = await place.bytes(most);
  return textOf(name === null ? main : await place.beside(name, most));
}

/** A server for as long as `act` takes. */
async function serving<T>(
  answer: RequestListener,
  act: (origin: string) => Promise<T>,
): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const echo: RequestListener = (request, response) => response.end(request.url);

describe('A URL', () => {
  it('is fetched when it is read, whether a string, a URL or a Response', async () => {
    await serving(echo, async (origin) => {
      expect(await read(`${origin}/a.keras`)).toBe('/a.keras');
      expect(await read(new URL('/a%20b.keras?key=1', origin))).toBe('/a%20b.keras?key=1');
      expect(await read(await fetch(`${origin}/b.keras`))).toBe('/b.keras');
      expect((await openSource('load', `${origin}/x/a%20b.keras?key=1`)).fileName).toBe(
        'a b.keras',
      );
    });
    expect(await read('data:text/plain,content')).toBe('content');
    expect(await read(new Response('content'))).toBe('content');
    expect(await read(URL.createObjectURL(new Blob(['content'])))).toBe('content');
  });

  it('is read once, and can be asked for twice', async () => {
    let requests = 0;
    const count: RequestListener = (_request, response) => response.end(String(++requests));
    await serving(count, async (origin) => {
      const place = await openSource('load', `${origin}/a`);
      expect([await place.bytes(9), await place.bytes(9)].map(textOf)).toEqual(['1', '1']);
    });
  });

  it('has files beside where it was found in the end, with the keys of its query', async () => {
    const redirect: RequestListener = (request, response) => {
      if (request.url !== '/model.json') return void response.end(request.url);
      response.writeHead(302, { Location: '/real/model.json?key=1' }).end();
    };
    await serving(redirect, async (origin) => {
      const url = `${origin}/model.json`;
      expect(await read(url, 99, 'a b#%.bin')).toBe('/real/a%20b%23%25.bin?key=1');
      expect(await read(url, 99, 'in/a.bin')).toBe('/real/in/a.bin?key=1');
      expect(await read(await fetch(url), 99, 'a.bin')).toBe('/real/a.bin?key=1');
      for (const name of ['../a', '/a', '//evil/a', 'http://evil/a', 'a/../../b', '..\\a', '']) {
        await expect(read(url, 99, name)).rejects.toThrow(/Only files in its own folder are read/);
      }
      // What looks like a way out when it is decoded is a name.
      expect(await read(url, 99, '%2e%2e')).toBe('/real/%252e%252e?key=1');
    });
    await expect(read('data:text/plain,x', 99, 'a.bin')).rejects.toThrow(/nothing beside/);
    await expect(read(new Response('x'), 99, 'a.bin')).rejects.toThrow(/nothing beside/);
  });

  it('gives at most so many bytes, whatever the server says of them', async () => {
    let isClosed = false;
    const endless: RequestListener = (_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      const more = () => {
        while (response.write('x'.repeat(65536)));
      };
      response.on('drain', more);
      more();
    };
    await serving(endless, async (origin) => {
      await expect(read(origin, 100_000)).rejects.toThrow(
        /holds more than 100000 bytes, and at most/,
      );
      while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    await serving(echo, async (origin) => {
      expect(await read(`${origin}/12345678`, 9)).toBe('/12345678');
      await expect(read(`${origin}/12345678`, 8)).rejects.toThrow(/holds 9 bytes, and at most 8/);
    });
  });

  it('that cannot be had is an error in words', async () => {
    const missing: RequestListener = (_request, response) => void response.writeHead(404).end();
    await serving(missing, (origin) =>
      expect(read(`${origin}/a`)).rejects.toThrow(
        /the server answered for ".*" with 404 Not Found\. Check the address/,
      ),
    );
    const broken: RequestListener = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 });
      response.write('abc', () => response.destroy());
    };
    await serving(broken, (origin) =>
      expect(read(`${origin}/a`)).rejects.toThrow(/broke off after 3 bytes \(.*\)\. Try again/),
    );
    const nothing: RequestListener = (_request, response) => void response.end();
    await serving(nothing, (origin) => expect(read(origin)).rejects.toThrow(/is empty/));
    await expect(read('http://127.0.0.1:1/a')).rejects.toThrow(/cannot be fetched \(.+\)/);
    const used = new Response('x');
    await used.text();
    await expect(read(used)).rejects.toThrow(/has been read already. Give response.clone/);
    await expect(read(Response.error())).rejects.toThrow(DataError);
  });
});

describe('Bytes and Files', () => {
  it('are read as they are', async () => {
    const bytes = bytesOf('.content.');
    expect(await read(bytes)).toBe('.content.');
    expect(await read(bytes.buffer)).toBe('.content.');
    expect(await read(bytes.subarray(1, 8))).toBe('content');
    expect(await read(Buffer.from('content'))).toBe('content');
    expect(await read(new Blob(['content']))).toBe('content');
    expect(await read(new File(['content'], 'a.keras'))).toBe('content');
    expect((await openSource('load', new File(['x'], 'a.keras'))).fileName).toBe('a.keras');
    expect((await openSource('load', bytes)).fileName).toBeNull();
  });

  it('are refused when there are too many or none', async () => {
    const gone = bytesOf('gone');
    const { buffer } = gone;
    structuredClone(buffer, { transfer: [buffer] });
    for (const empty of [new Uint8Array(), buffer, gone, new Blob([])]) {
      await expect(read(empty)).rejects.toThrow(/empty/);
    }
    for (const long of [bytesOf('12345'), new Blob(['12345']), [new File(['12345'], 'a.json')]]) {
      await expect(read(long, 4)).rejects.toThrow(/holds 5 bytes, and at most 4/);
      await expect(read(long, 4)).rejects.toThrow(DataError);
    }
  });

  it('in a list: the one that ends in .json names the others', async () => {
    const one = new File(['one'], 'one.bin');
    const main = new File(['{}'], 'model.json');
    expect(await read([one, main])).toBe('{}');
    expect(await read([one, main], 99, 'one.bin')).toBe('one');
    expect(await read([one, main], 99, 'shards/one.bin')).toBe('one');
    await expect(read([main], 99, 'one.bin')).rejects.toThrow(
      /"model.json" needs "one.bin", which is not among the files \["model.json"\]/,
    );
    await expect(read([main, one, one], 99, 'one.bin')).rejects.toThrow(/of which there are 2/);
    await expect(read(main, 99, '../one.bin')).rejects.toThrow(/in its own folder/);
    await expect(read(bytesOf('{}'), 99, 'one.bin')).rejects.toThrow(/list of Files/);
  });

  it('in a list of a folder: by their places in it', async () => {
    const at = (path: string) =>
      Object.assign(new File([path], path.slice(path.lastIndexOf('/') + 1)), {
        webkitRelativePath: path,
      });
    const list = [at('m/other/one.bin'), at('m/model.json'), at('m/one.bin'), at('m/in/one.bin')];
    expect(await read(list, 99, 'one.bin')).toBe('m/one.bin');
    expect(await read(list, 99, 'in/one.bin')).toBe('m/in/one.bin');
  });
});

describe('IndexedDB', () => {
  const write = (target: string, files: Record<string, string>, overwrite = true) =>
    openTarget('save', target).write(
      Object.entries(files).map(([name, text]) => file(name, text)),
      { overwrite },
    );

  it('keeps all files of a model as one', async () => {
    const name = 'indexeddb://a.json';
    await write(name, { 'a.json': '{}', 'one.bin': 'one' });
    expect(await read(name)).toBe('{}');
    expect(await read(name, 99, 'one.bin')).toBe('one');
    const open = await openSource('load', name);
    await open.bytes(99);
    await write(name, { 'a.json': '[]', 'two.bin': 'two' });
    // What is being read stays what it was.
    expect(textOf(await open.beside('one.bin', 99))).toBe('one');
    await expect(read(name, 99, 'one.bin')).rejects.toThrow(/was not saved with it/);
    expect(await read(name, 99, 'two.bin')).toBe('two');
    await expect(read(name, 1)).rejects.toThrow(/holds 2 bytes, and at most 1/);
    expect(openTarget('save', 'IndexedDB://My Model.keras').fileName).toBe('My Model.keras');
  });

  it('does not take the place of a model when overwrite is false', async () => {
    await write('indexeddb://b.keras', { 'b.keras': 'old' }, false);
    const second = write('indexeddb://b.keras', { 'b.keras': 'new' }, false);
    await expect(second).rejects.toThrow(OptionError);
    await expect(second).rejects.toThrow(/"indexeddb:\/\/b.keras" is there already/);
    expect(await read('indexeddb://b.keras')).toBe('old');
  });

  it('keeps no more of a buffer than the file', async () => {
    const bytes = new Uint8Array(1000).subarray(5, 8);
    await openTarget('save', 'indexeddb://c').write([{ name: 'c', bytes }], { overwrite: true });
    const read = await (await openSource('load', 'indexeddb://c')).bytes(99);
    expect(read.buffer.byteLength).toBe(3);
  });

  it('says what is missing, what is full, and where there is none', async () => {
    await expect(read('indexeddb://none.keras')).rejects.toThrow(/there is no "indexeddb:\/\/none/);
    const put = jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(write('indexeddb://d', { d: 'x' })).rejects.toThrow(/no more room in the browser/);
    put.mockRestore();
    const { indexedDB } = globalThis;
    Object.assign(globalThis, { indexedDB: undefined });
    await expect(write('indexeddb://d', { d: 'x' })).rejects.toThrow(UnsupportedError);
    Object.assign(globalThis, { indexedDB });
  });
});

describe('A download', () => {
  it('begins in pages only', async () => {
    const target = openTarget('save', 'downloads://a.keras');
    expect(target.fileName).toBe('a.keras');
    await expect(target.write([file('a.keras', 'x')], { overwrite: true })).rejects.toThrow(
      /a download, which only a page can begin/,
    );
  });
});

describe('What is no place', () => {
  const neither: readonly unknown[] = [
    ...[null, undefined, 3, true, '', {}, new Map(), new Set(), Symbol('s'), 10n, () => {}],
    ...['ftp://host/a.keras', 's3://bucket/a.keras', 'localstorage://a', 'INDEXEDDB://'],
    ...['indexeddb://a\0', `indexeddb://${'x'.repeat(5000)}`, 'file://host/a.keras', 'a\0b'],
    { [Symbol.toStringTag]: 'URL', href: 'file:///a' },
  ];
  const targets = [
    ...['http://host/a.keras', new URL('https://host/a.keras'), 'downloads://', 'downloads://..'],
    ...['downloads://a/b.keras', 'data:text/plain,x', new Uint8Array(3), new Blob([]), ['a'], []],
  ];
  const sources = ['http://', 'https://a b/', 'downloads://a.keras', [], ['a'], [new Date()], {}];

  it('is no target', () => {
    const accepted = [...neither, ...targets].filter((value) => {
      try {
        return openTarget('save', value);
      } catch (error) {
        return !(error instanceof OptionError);
      }
    });
    expect(accepted).toEqual([]);
  });

  it('is no source', async () => {
    for (const value of [...neither, ...sources]) {
      const opening = openSource('load', value).then(() => String(value));
      await expect(opening).rejects.toThrow(OptionError);
    }
    const huge = await openSource('load', new Array(2 ** 32 - 1)).catch((error) => error);
    expect(huge).toBeInstanceOf(OptionError);
  });

  it('is refused with what there is, and with await for a Promise', async () => {
    expect(() => openTarget('save', 's3://bucket/a.keras')).toThrow(
      'save: target must be a path such as "models/digits.keras", a file: URL, and in browsers "indexeddb://digits.keras" or "downloads://digits.keras", got "s3://bucket/a.keras". There is no scheme s3:.',
    );
    await expect(openSource('load', fetch('data:,x'))).rejects.toThrow(/a Promise. Put await/);
  });
});

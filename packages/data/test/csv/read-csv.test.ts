import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataError, OptionError } from '@tsuno/core';
import { layers, Sequential } from '../../../tsuno/src/index.ts';
import { csvBatches, readCsv } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tsuno-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const TEXT = 'a,b\n1,2\n3,4\n';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('readCsv', () => {
  it('reads paths, URLs, Files, Blobs, Responses and bytes', async () => {
    const path = file('plain.csv', TEXT);
    const sources = [
      path,
      pathToFileURL(path),
      `data:text/csv,${encodeURIComponent(TEXT)}`,
      new File([TEXT], 'plain.csv'),
      new Blob([TEXT]),
      new Response(TEXT),
      bytes(TEXT),
      bytes(TEXT).buffer,
    ];
    for (const source of sources) {
      const { x, y } = await readCsv(source, { target: 'b' });
      expect([...x.dataSync(), ...y.dataSync()]).toEqual([1, 3, 2, 4]);
    }
  });

  it('reads other encodings, and says when it is one', async () => {
    const old = file('old.csv', Uint8Array.of(...bytes('a,gr'), 0xf6, ...bytes('\n1,2\n')));
    await expect(readCsv(old)).rejects.toThrow(
      /old.csv" is not text in utf-8.*\{ encoding: 'windows-1252' \}/,
    );
    expect((await readCsv(old, { encoding: 'windows-1252' })).featureNames).toEqual(['a', 'grö']);
    const wide = Buffer.from('\uFEFFa\tb\n1\t2\n', 'utf16le');
    expect((await readCsv(file('wide.txt', wide))).featureNames).toEqual(['a', 'b']);
    await expect(readCsv(old, { encoding: 'utf-99' })).rejects.toThrow(OptionError);
  });

  it('reads a file of many pieces as if it were one', async () => {
    // Rows that are cut in quotes, in letters of several bytes and between \r and \n, wherever a piece may end.
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `"${i} é, ""x""\r\ny",${i},${'é'.repeat(i % 7)}z`,
    );
    const path = file('large.csv', ['text,number,more', ...rows, ''].join('\r\n'));
    const { x, lines } = await readCsv(path, { columns: { text: 'ignore', more: 'label' } });
    expect(x.shape).toEqual([60_000, 2]);
    const values = x.dataSync();
    for (let i = 0; i < 60_000; i++) {
      if (values[2 * i] !== i) throw new Error(`row ${i} is ${values[2 * i]}`);
      if (lines[i] !== 2 + 2 * i) throw new Error(`row ${i} begins on line ${lines[i]}`);
    }
  });

  it.each<[string, string | readonly number[], string]>([
    ['an .xlsx file', 'PK\x03\x04…', 'is not a CSV file but an Excel workbook (.xlsx), another'],
    ['an .xls file', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'an old Excel workbook (.xls)'],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10], 'a PNG picture. Read it with imageToTensor.'],
    ['a photo', [0xff, 0xd8, 0xff, 0xe0], 'a JPEG picture.'],
    ['a PDF', '%PDF-1.7\n', 'a PDF document. Open its table in a spreadsheet and save it as CSV.'],
    ['an array', [0x93, ...bytes('NUMPY')], 'a NumPy file. Read it with readNpy.'],
    ['a Parquet file', 'PAR1\x15', 'a Parquet file. Save it as CSV'],
  ])('says what %s is, whatever the encoding', async (_what, content, message) => {
    const given = Uint8Array.from(typeof content === 'string' ? bytes(content) : content);
    for (const options of [{}, { encoding: 'windows-1252' }]) {
      await expect(readCsv(given, options)).rejects.toThrow(DataError);
      await expect(readCsv(given, options)).rejects.toThrow(message);
    }
  });

  it('reads a table whose header begins like another file', async () => {
    expect((await readCsv(bytes('PAR1,%PDF\n1,2\n'))).featureNames).toEqual(['PAR1', '%PDF']);
  });

  it('stops after so many rows', async () => {
    const { x } = await readCsv(file('rows.csv', 'a\n1\n2\nx\n'), { maxRows: 2 });
    expect(x.shape).toEqual([2, 1]);
  });

  it('refuses what is no file, or too large, or compressed', async () => {
    await expect(readCsv(join(folder, 'none.csv'))).rejects.toThrow(/there is no such file/);
    await expect(readCsv(folder)).rejects.toThrow('is a folder');
    await expect(readCsv(file('big.csv', TEXT), { maxBytes: 5 })).rejects.toThrow(DataError);
    await expect(readCsv(new Blob([TEXT]), { maxBytes: 5 })).rejects.toThrow(DataError);
    await expect(readCsv(file('z.csv.gz', Uint8Array.of(0x1f, 0x8b, 8)))).rejects.toThrow('gzip');
    await expect(readCsv(5 as never)).rejects.toThrow('a path such as "data/wine.csv"');
    await expect(readCsv(new Response('', { status: 404 }))).rejects.toThrow('404');
  });
});

describe('csvBatches', () => {
  const text = `n,colour,kind\n${Array.from({ length: 10 }, (_, i) => `${i === 3 ? '' : i},${i % 2 ? 'red' : 'blue'},${i < 5 ? 'low' : 'high'}`).join('\n')}\n`;
  const options = {
    target: 'kind',
    batchSize: 4,
    columns: { n: { missing: 'median' }, colour: 'oneHot' },
  } as const;

  it('gives what readCsv gives, batch by batch, again and again', async () => {
    const path = file('batches.csv', text);
    const { batchSize, ...same } = options;
    const whole = await readCsv(path, same);
    const batches = await csvBatches(path, options);
    expect(batches).toMatchObject({
      rows: 10,
      classNames: whole.classNames,
      featureNames: whole.featureNames,
      columns: whole.columns,
    });
    for (let pass = 0; pass < 2; pass++) {
      const sizes: number[] = [];
      const x: number[] = [];
      const y: number[] = [];
      for await (const [inputs, targets] of batches) {
        sizes.push(inputs.shape[0]);
        x.push(...inputs.dataSync());
        y.push(...targets.dataSync());
      }
      expect(sizes).toEqual([4, 4, 2]);
      expect(x).toEqual(Array.from(whole.x.dataSync()));
      expect(y).toEqual(Array.from(whole.y.dataSync()));
    }
  });

  it('leaves out the same rows in every epoch', async () => {
    const some = { ...options, columns: { colour: 'oneHot' }, missing: 'drop' } as const;
    const batches = await csvBatches(new Blob([text]), some);
    expect(batches.rows).toBe(9);
    for (let pass = 0; pass < 2; pass++) {
      let rows = 0;
      for await (const [inputs] of batches) rows += inputs.shape[0];
      expect(rows).toBe(9);
    }
  });

  it('trains a model like the table does', async () => {
    const train = async (x: never, y: never) => {
      const model = new Sequential([layers.Dense({ units: 2, activation: 'softmax' })], {
        seed: 1,
      });
      model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
      const { history } = await model.fit(x, y, { epochs: 3, shuffle: false, verbose: 0 });
      return history.loss;
    };
    const blob = new Blob([text]);
    const { batchSize, ...same } = options;
    const { x, y } = await readCsv(blob, same);
    const batches = await csvBatches(blob, { ...options, batchSize: 32 });
    expect(await train(batches as never, undefined as never)).toEqual(
      await train(x as never, y as never),
    );
  });

  it('has checked the whole file before the first batch', async () => {
    await expect(csvBatches(new Blob([`${text}x,red,low\n`]), options)).rejects.toThrow(
      'line 12 of the Blob, column "n"',
    );
    await expect(csvBatches(new Blob([text]), {})).rejects.toThrow('name the column to predict');
    await expect(csvBatches(new Response(text), options)).rejects.toThrow('can be read once only');
  });
});

import { DataError, OptionError, tf } from '@tsuno/core';
import fc from 'fast-check';
import { type CsvOptions, parseCsv } from '../../src/index.ts';

const numbers = (tensor: tf.Tensor) => tensor.arraySync();

const FLOWERS = `width,height,colour,kind
1.5,2,red,rose
2.5,3,blue,iris
3.5,4,red,iris
`;

describe('parseCsv', () => {
  it('gives features, class numbers and the names of both', async () => {
    const { x, y, featureNames, classNames, lines } = await parseCsv(FLOWERS, {
      target: 'kind',
      columns: { colour: 'oneHot' },
    });
    expect(numbers(x)).toEqual([
      [1.5, 2, 0, 1],
      [2.5, 3, 1, 0],
      [3.5, 4, 0, 1],
    ]);
    expect([numbers(y), y.dtype]).toEqual([[1, 0, 0], 'int32']);
    expect(featureNames).toEqual(['width', 'height', 'colour=blue', 'colour=red']);
    expect(classNames).toEqual(['iris', 'rose']);
    expect([...lines]).toEqual([2, 3, 4]);
  });

  it('takes numbers as a target as they are, several as rows, and none as null', async () => {
    const one = await parseCsv('a,b\n1,0.5\n2,7\n', { target: 'b' });
    expect([numbers(one.y), one.y.dtype, one.classNames]).toEqual([[0.5, 7], 'float32', []]);
    const two = await parseCsv('a,b,c\n1,2,3\n4,5,6\n', { target: ['c', 'a'] });
    expect([numbers(two.x), numbers(two.y)]).toEqual([
      [[2], [5]],
      [
        [3, 1],
        [6, 4],
      ],
    ]);
    expect((await parseCsv('a,b\n1,2\n')).y).toBeNull();
  });

  it('makes classes of numbers when it is told to, by their size', async () => {
    const columns = { class: 'label' } as const;
    const { y, classNames } = await parseCsv('a,class\n1,10\n1,2\n1,1\n', {
      target: 'class',
      columns,
    });
    expect([numbers(y), classNames]).toEqual([
      [2, 1, 0],
      ['1', '2', '10'],
    ]);
    const hot = await parseCsv('a,class\n1,10\n1,2\n', {
      target: 'class',
      columns: { class: 'oneHot' },
    });
    expect(numbers(hot.y)).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('keeps an order of classes that is given', async () => {
    const { x, columns } = await parseCsv('size\nbig\nsmall\nmiddle\n', {
      columns: { size: ['small', 'middle', 'big'] },
    });
    expect(numbers(x)).toEqual([[2], [0], [1]]);
    expect(columns[0].classes).toEqual(['small', 'middle', 'big']);
  });

  it('picks and orders features, and leaves out what is ignored', async () => {
    const chosen = await parseCsv('a,b,c\n1,2,3\n', { features: ['c', 'a'] });
    expect([numbers(chosen.x), chosen.featureNames]).toEqual([[[3, 1]], ['c', 'a']]);
    const rest = await parseCsv('id,b,c\nx7,2,3\n', { columns: { id: 'ignore' }, target: 'c' });
    expect(rest.featureNames).toEqual(['b']);
  });

  describe('reads files as programs write them:', () => {
    it.each<[string, string, CsvOptions]>([
      ['semicolons and decimal commas', 'a;b\n1,5;2\n', { decimal: ',' }],
      ['thousands', 'a;b\n1,5;2\n', { decimal: ',', thousands: '.' }],
      ['tabs', 'a\tb\n1.5\t2\n', {}],
      ['a delimiter of its own', 'a:b\n1.5:2\n', { delimiter: ':' }],
      ['Windows’ line ends', 'a,b\r\n1.5,2\r\n', {}],
      ['old Mac’s line ends', 'a,b\r1.5,2\r', {}],
      ['both, mixed', 'a,b\r\n1.5,2\n\r\n', {}],
      ['a byte-order mark', '\uFEFFa,b\n1.5,2\n', {}],
      ['quotes', '"a","b"\n"1.5","2"\n', {}],
      ['no line end at the end', 'a,b\n1.5,2', {}],
      ['blanks around', ' a , b \n 1.5 , 2 \n', {}],
      ['empty lines', '\n\na,b\n\n1.5,2\n\n\n', {}],
      ['comments', '# by hand\na,b\n# one, two\n1.5,2\n', { comment: '#' }],
      ['lines at the top', 'Report\nof today, all\na,b\n1.5,2\n', { skipLines: 2 }],
      ['no header', '1.5,2\n', { header: ['a', 'b'] }],
      ['other forms of numbers', 'a,b\n+15e-1,2.0E0\n', {}],
    ])('%s', async (_what, text, options) => {
      const { x, featureNames } = await parseCsv(text, options);
      expect([numbers(x), featureNames]).toEqual([[[1.5, 2]], ['a', 'b']]);
    });

    it('delimiters, quotes and line ends inside of quotes', async () => {
      const text = 'text,n\n"a, ""b""\nc",1\nd,2\n';
      const { y, classNames, lines } = await parseCsv(text, { target: 'text' });
      expect([numbers(y), classNames]).toEqual([
        [0, 1],
        ['a, "b"\nc', 'd'],
      ]);
      expect([...lines]).toEqual([2, 4]);
    });

    it('columns without a name', async () => {
      expect((await parseCsv(',a\n0,5\n')).featureNames).toEqual(['column 1', 'a']);
      expect((await parseCsv('0,5\n', { header: false })).featureNames).toEqual([
        'column 1',
        'column 2',
      ]);
    });
  });

  describe('where values are missing', () => {
    const text = 'age,colour,kind\n1,red,a\n,red,b\n4,,a\n7,blue,\n';
    const columns = { colour: 'label' } as const;

    it('refuses them, with line and column', async () => {
      const read = parseCsv('age\n1\nNA\n');
      await expect(read).rejects.toThrow(DataError);
      await expect(read).rejects.toThrow(
        `parseCsv: line 3 of the text, column "age": "NA" is missing. Drop such rows or fill them in: { missing: 'drop' }`,
      );
    });

    it('drops their rows, and what else stands in them', async () => {
      const { x, y, lines } = await parseCsv(text, { target: 'kind', columns, missing: 'drop' });
      expect([numbers(x), numbers(y), [...lines]]).toEqual([[[1, 0]], [0], [2]]);
    });

    it('fills them in by mean, median or a value, classes by name', async () => {
      const fill = async (missing: 'mean' | 'median' | number) =>
        (await parseCsv('age,b\n1,0\n,0\n4,0\n10,0\n', { missing })).x.arraySync()[1];
      expect(await fill('mean')).toEqual([5, 0]);
      expect(await fill('median')).toEqual([4, 0]);
      expect(await fill(-1)).toEqual([-1, 0]);
      const filled = await parseCsv('colour,b\nred,1\n?,2\n', {
        columns: { colour: { kind: 'label', missing: 'unknown' } },
      });
      expect(filled.columns[0].classes).toEqual(['red', 'unknown']);
      expect(numbers(filled.x)).toEqual([
        [0, 1],
        [1, 2],
      ]);
    });

    it('fills what is said of a column and refuses the others', async () => {
      const options = { columns: { age: { missing: 'mean' } } } as const;
      await expect(parseCsv('age,b\n1,2\n,3\n3,\n', options)).rejects.toThrow(
        'line 4 of the text, column "b"',
      );
    });

    it('makes no class of a number that is said of all columns', async () => {
      const read = parseCsv('age,colour\n,red\n2,\n', { missing: 0, columns: { colour: 'label' } });
      await expect(read).rejects.toThrow('line 3 of the text, column "colour": "" is missing.');
    });

    it('never fills a target', async () => {
      const read = parseCsv(text, {
        target: 'kind',
        columns: { colour: { kind: 'label', missing: 'none' } },
        missing: 'median',
      });
      await expect(read).rejects.toThrow('line 5 of the text, column "kind": "" is missing.');
    });

    it('knows other signs of it', async () => {
      const { x } = await parseCsv('a\n-999\n3\n', { missing: 0, missingValues: ['-999'] });
      expect(numbers(x)).toEqual([[0], [3]]);
    });
  });

  describe('like data that were read before', () => {
    const train = () =>
      parseCsv('age,colour,kind\n1,red,a\n,blue,b\n3,red,a\n', {
        target: 'kind',
        columns: { age: { missing: 'mean' }, colour: 'oneHot' },
      });

    it('has the same columns, classes and filled-in values, in whatever order they come', async () => {
      const test = await parseCsv('colour,kind,more,age\nblue,b,x,\n', { like: await train() });
      expect([numbers(test.x), numbers(test.y)]).toEqual([[[2, 1, 0]], [1]]);
      expect(test.featureNames).toEqual(['age', 'colour=blue', 'colour=red']);
    });

    it('does without the target, and takes columns out of JSON', async () => {
      const { columns } = JSON.parse(JSON.stringify({ columns: (await train()).columns }));
      const fresh = await parseCsv('age,colour\n5,red\n', { like: { columns }, target: null });
      expect([numbers(fresh.x), fresh.y]).toEqual([[[5, 0, 1]], null]);
    });

    it('reads numbers and missing values as they were written there, until this file is said to differ', async () => {
      const options = {
        decimal: ',',
        thousands: '.',
        missingValues: ['-'],
        missing: 'drop',
      } as const;
      const like = await parseCsv('a;k\n1.500;x\n-;x\n2.500;y\n', { target: 'k', ...options });
      const kept = JSON.parse(JSON.stringify({ columns: like.columns }));
      for (const each of [like, kept]) {
        const next = await parseCsv('a;k\n1.500,5;x\n-;y\n', { like: each });
        expect([numbers(next.x), [...next.lines]]).toEqual([[[1500.5]], [2]]);
        await expect(parseCsv('a;k\nNA;x\n', { like: each })).rejects.toThrow('"NA" is not');
      }
      const other = { decimal: '.', thousands: ',', missingValues: ['NA'] } as const;
      const text = 'a;k\n1,500.5;x\nNA;x\n';
      expect(numbers((await parseCsv(text, { like, ...other })).x)).toEqual([[1500.5]]);
      await expect(parseCsv(text, { like, ...other, missing: 'refuse' })).rejects.toThrow(
        '"NA" is missing',
      );
      await expect(parseCsv(text, { like, decimal: '.' })).rejects.toThrow(
        'decimal and thousands are both "."',
      );
      await expect(parseCsv(text, { like, missing: 'mean' })).rejects.toThrow(
        "missing must be 'refuse' or 'drop' beside it, got \"mean\"",
      );
    });

    it('refuses a class that was not there, and a second word on columns', async () => {
      const like = await train();
      await expect(parseCsv('age,colour,kind\n1,green,a\n', { like })).rejects.toThrow(
        'line 2 of the text, column "colour": "green" is none of the classes blue, red.',
      );
      await expect(parseCsv('age,kind\n1,a\n', { like })).rejects.toThrow(
        'there is no column "colour". ',
      );
      await expect(parseCsv('age\n1\n', { like, target: 'age' })).rejects.toThrow(OptionError);
    });
  });

  describe('thousands', () => {
    const german = { delimiter: ';', decimal: ',', thousands: '.' } as const;
    it.each<[string, CsvOptions, number]>([
      ['1.500', german, 1500],
      ['-1.234.567,25', german, -1234567.25],
      [' 12.000 ', german, 12000],
      ['1500,5', german, 1500.5],
      ['1,234.5', { delimiter: ';', thousands: ',' }, 1234.5],
      ["+1'000", { thousands: "'" }, 1000],
      ['1 000', { thousands: ' ' }, 1000],
    ])('are read in %s', async (text, options, value) => {
      expect(numbers((await parseCsv(`a\n${text}\n`, options)).x)).toEqual([[value]]);
    });

    it.each([
      '1.5',
      '1.23.4',
      '0.500',
      '1234.567',
      '.500',
      '1.5000',
      '1.500.',
      '1,500.000',
      '1..500',
    ])('are not in %s, which is refused with its line', async (text) => {
      await expect(parseCsv(`a\n1\n${text}\n`, german)).rejects.toThrow(
        `line 3 of the text, column "a": "${text}" is not a number. "." separates thousands`,
      );
    });
  });

  it.each<[string, CsvOptions, string]>([
    [
      'a,b\n1,x\n',
      {},
      'line 2 of the text, column "b": "x" is not a number. If the column holds classes',
    ],
    ['a;b\n1,5;2\n', {}, `column "a": "1,5" is not a number. Give { decimal: ',' }.`],
    [
      'a\n"-1,234"\n',
      {},
      "Give { decimal: ',' } if it is 1.234, or { thousands: ',' } if it is 1234.",
    ],
    ['a\n"0,234"\n', {}, "is not a number. Give { decimal: ',' }."],
    ['a\n"1,234,567"\n', {}, "is not a number. Give { thousands: ',' }."],
    ['a\n1.234.567\n', {}, "Give { decimal: ',', thousands: '.' }."],
    [
      'a;b\n1.234;2\n',
      { decimal: ',' },
      "Give { decimal: '.' } if it is 1.234, or { thousands: '.' } if it is 1234.",
    ],
    ['a\n1 234 567\n', {}, "is not a number. Give { thousands: ' ' }."],
    ['a;b\n1.234,5;2\n', {}, `"1.234,5" is not a number. Give { decimal: ',', thousands: '.' }.`],
    ['a\n1\nk.A.\n', {}, 'If it stands for a missing value, give { missingValues: ["", "k.A."] }'],
    [
      'a,b c,d\nx,y,1\n',
      {},
      'line 2 of the text has texts in the columns "a" ("x"), "b c" ("y"). Say what they are',
    ],
    ['a;b\n1.5;2\n', { decimal: ',' }, '"1.5" is not a number.'],
    ['a\n0x10\n', {}, '"0x10" is not a number.'],
    ['a\nInfinity\n', {}, '"Infinity" is not a number.'],
    ['a\n1e39\n', {}, '"1e39" is beyond the range of float32'],
    ['a,b\n1\n', {}, 'line 2 of the text has 1 field, but the header has 2.'],
    ['a,b\n1,2\n\n3,4,5\n', {}, 'line 4 of the text has 3 fields, but the header has 2.'],
    ['a,b\n"1,2\n3,4\n', {}, 'line 2 of the text: a field begins with a quote that never ends.'],
    ['a,b\n1,2\n"3"x,4\n5,6\n', {}, 'line 3 of the text: a field in quotes is followed by'],
    ['a,a\n1,2\n', {}, 'the text has two columns "a".'],
    ['', {}, 'the text is empty.'],
    ['a,b\n', {}, 'the text holds no rows but its header'],
    ['a\n\n', { missing: 'drop' }, 'the text holds no rows but its header.'],
    [
      'a,b\n,1\nNA,\n2,?\n',
      { missing: 'drop' },
      'every row of the text was dropped, because values are missing in "a" (2 rows), "b" (1 row).',
    ],
    [
      'a,b\nNA,1\n',
      { missing: 'mean' },
      'column "a" of the text holds no value, so it has no mean.',
    ],
  ])('refuses %j with %j', async (text, options, message) => {
    await expect(parseCsv(text, options)).rejects.toThrow(DataError);
    await expect(parseCsv(text, options)).rejects.toThrow(message);
  });

  it.each<[object, string]>([
    [
      { target: 'hight' },
      'there is no column "hight". Did you mean "height"? The columns are width,',
    ],
    [{ features: ['width'], target: 'width' }, '"width" is both a feature and the target.'],
    [{ target: 'kind', columns: { kind: 'ignore' } }, '"kind" is ignored, and used.'],
    [
      { columns: { colour: 'onehot' } },
      'columns.colour is "onehot". Did you mean "oneHot"? The kinds are',
    ],
    [
      { columns: { width: 'number', colour: { kind: 'label', mising: 'drop' } } },
      'columns.colour has "mising". Did you mean "missing"? A column\'s settings are',
    ],
    [
      { columns: { 'body mass': { kind: 'Label' } } },
      'columns["body mass"].kind is "Label". Did you mean "label"?',
    ],
    [{ columns: { colour: 3 } }, 'columns.colour is 3. The kinds are'],
    [
      { columns: { colour: ['red', 'red'] } },
      'columns.colour must be a list of texts, each once, got ["red", "red"].',
    ],
    [
      { columns: { colour: { missing: true } } },
      "columns.colour.missing must be 'refuse', 'drop', 'mean',",
    ],
    [{ columns: ['colour'] }, 'columns must be an object that says of columns'],
    [
      { columns: { width: { missing: 'maen' } } },
      "columns.width.missing is \"maen\", but a column of numbers takes 'mean', 'median', a number, 'refuse' or 'drop'. Did you mean \"mean\"?",
    ],
    [
      { missing: 'maen', columns: { colour: 'label' } },
      "missing must be 'refuse', 'drop', 'mean', 'median' or the number to fill in, got \"maen\". Did you mean \"mean\"?",
    ],
    [
      { missing: 'unknown' },
      "missing must be 'refuse', 'drop', 'mean', 'median' or the number to fill in, got \"unknown\". A class to fill in is said of its column:",
    ],
    [
      { columns: { colour: { kind: 'label', missing: 'mean' } } },
      'columns.colour.missing is "mean", but',
    ],
    [
      { target: 'kind', columns: { kind: { missing: 'x' } } },
      'columns.kind.missing is "x", but a target is refused or dropped',
    ],
    [
      { columns: { width: { missing: 'x' } } },
      'columns.width.missing is "x", but a column of numbers takes',
    ],
    [
      { target: 2 },
      'target must be the name of a column or a list of such, got 2. Columns are told by their names',
    ],
    [{ features: ['width', 1] }, 'features[1] must be the name of a column, got 1. Columns are'],
    [{ encoding: 'windows-1252' }, 'encoding is for bytes, and a text has been decoded already.'],
    [{ maxBytes: 5 }, 'maxBytes is for files'],
    [{ sep: ';' }, 'the option is called delimiter.'],
    [{ delimiter: ';;' }, 'delimiter must be one character, got ";;".'],
    [{ header: ['a'] }, 'header names 1 column, but the first row of the text has 4.'],
    [{ missing: true }, "missing must be 'refuse', 'drop', 'mean', 'median' or the number"],
    [{ thousands: '.' }, 'decimal and thousands are both ".". '],
    [{ decimal: ',', thousands: ',' }, 'decimal and thousands are both ",". '],
    [{ like: {} }, 'like must be data that were read before'],
  ])('refuses %j', async (options, message) => {
    await expect(parseCsv(FLOWERS, options)).rejects.toThrow(OptionError);
    await expect(parseCsv(FLOWERS, options)).rejects.toThrow(`parseCsv: ${message}`);
  });

  it('says what is wrong with what is no text', async () => {
    await expect(parseCsv(5 as never)).rejects.toThrow('Files are read by readCsv.');
    for (const place of ['trees.csv', 'data/my trees.tsv', 'https://example.org/trees']) {
      await expect(parseCsv(place)).rejects.toThrow(`Read it with readCsv("${place}").`);
    }
    expect((await parseCsv('a.csv\n1\n')).featureNames).toEqual(['a.csv']);
    await expect(parseCsv('a\n1', 'b' as never)).rejects.toThrow(OptionError);
  });

  it('gives back whatever was written (any texts and numbers)', async () => {
    const field = fc
      .string({ unit: fc.constantFrom('a', ' b', ',', ';', '"', '\n', '\t', '|', 'é', '😀', '#') })
      .map((text) => `x${text}x`);
    const row = fc.tuple(field, fc.float({ noNaN: true, noDefaultInfinity: true }));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, end) => {
          const lines = rows.map(([text, number]) => `${quoted(text)}${delimiter}${number}`);
          const file = [`text${delimiter}number`, ...lines, ''].join(end);
          const { x, y, classNames } = await parseCsv(file, { target: 'text' });
          expect(Array.from(x.dataSync())).toEqual(
            rows.map(([, number]) => Math.fround(number) + 0),
          );
          expect(Array.from(y.dataSync(), (label) => classNames[label])).toEqual(
            rows.map(([text]) => text),
          );
          tf.dispose([x, y]);
        },
      ),
    );
  });
});

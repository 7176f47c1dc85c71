import type { Callback, Sequential } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel } from './tiny.ts';

const quiet = { verbose: 0 } as const;
const { x, y } = tinyData(12);
const good = [x, y] as const;
const bad = [x, y.map(() => 9)] as const;

/** How the iterators of one source have fared. */
interface Account {
  opened: number;
  ended: number;
  returned: number;
}

type Batch = readonly [unknown, unknown];
type Kind =
  | 'an iterator'
  | 'an async iterator'
  | 'a generator'
  | 'an async generator'
  | 'a generator of a generator';
const KINDS: readonly Kind[] = [
  'an iterator',
  'an async iterator',
  'a generator',
  'an async generator',
  'a generator of a generator',
];

/** A source of these batches that counts how often it was opened, read to its end, and closed before. */
function counted(kind: Kind, batches: readonly Batch[], closing: () => unknown = () => {}) {
  const account: Account = { opened: 0, ended: 0, returned: 0 };
  const iterator = () => {
    account.opened += 1;
    let next = 0;
    return {
      next() {
        if (next === batches.length) account.ended += 1;
        return next === batches.length
          ? { done: true as const, value: undefined }
          : { done: false as const, value: batches[next++] };
      },
      return() {
        account.returned += 1;
        closing();
        return { done: true as const, value: undefined };
      },
    };
  };
  const sync = { [Symbol.iterator]: iterator };
  function* generator(): Generator<Batch> {
    yield* sync;
  }
  const source = {
    'an iterator': () => sync,
    'an async iterator': () => ({
      [Symbol.asyncIterator]() {
        const inner = iterator();
        return {
          next: async () => inner.next(),
          return: async () => inner.return(),
        };
      },
    }),
    'a generator': generator,
    async *'an async generator'() {
      yield* sync;
    },
    *'a generator of a generator'() {
      yield* generator();
    },
  }[kind]();
  return { account, source: source as Iterable<readonly [number[][], number[]]> };
}

const closedOnce = { opened: 1, ended: 0, returned: 1 };

/** How a call ends: its value, or its error's message. */
const endOf = (call: Promise<unknown>) => call.then(() => 'done').catch((error) => error.message);

const failing = (hook: keyof Callback): Callback => ({
  [hook]: () => {
    throw new Error(`no ${hook}`);
  },
});

/** For each way to leave an iterator unfinished: the call, and how it ends. */
const WAYS: Readonly<
  Record<
    string,
    readonly [
      batches: readonly Batch[],
      call: (model: Sequential, source: never) => Promise<unknown>,
      end: string | RegExp,
    ]
  >
> = {
  'the first batch of fit is refused': [
    [bad, good],
    (model, s) => model.fit(s, quiet),
    /labels run/,
  ],
  'a later batch of fit is refused': [
    [good, bad, good],
    (model, s) => model.fit(s, quiet),
    /labels run/,
  ],
  'what fit is given are no pairs': [
    [[x, y, y, y] as never],
    (m, s) => m.fit(s, quiet),
    /must yield/,
  ],
  'stepsPerEpoch cuts short': [
    [good, good, good],
    (model, s) => model.fit(s, { ...quiet, stepsPerEpoch: 1, epochs: 2 }),
    'done',
  ],
  ...Object.fromEntries(
    (['onTrainBegin', 'onEpochBegin', 'onTrainBatchBegin', 'onTrainBatchEnd'] as const).map(
      (hook) => [
        `${hook} throws`,
        [
          [good, good],
          (model: Sequential, s: never) => model.fit(s, { ...quiet, callbacks: [failing(hook)] }),
          `no ${hook}`,
        ] as const,
      ],
    ),
  ),
  'the signal aborts': [
    [good, good],
    (model, s) => {
      const controller = new AbortController();
      const callbacks = [{ onTrainBatchEnd: () => controller.abort() }];
      return model.fit(s, { ...quiet, callbacks, signal: controller.signal });
    },
    'done',
  ],
  'the signal has aborted before': [
    [good],
    (model, s) => model.fit(s, { ...quiet, signal: AbortSignal.abort() }),
    'done',
  ],
  'a callback stops the run': [
    [good, good],
    (model, s) =>
      model.fit(s, { ...quiet, callbacks: [{ onTrainBatchEnd: (_b, _l, run) => run.stop() }] }),
    'done',
  ],
  'validation cannot be opened': [
    [good],
    (model, s) => model.fit(s, { ...quiet, validationData: [x, y.slice(1)] }),
    /x has 12 rows, but y has 11/,
  ],
  'the validation’s first batch is refused': [
    [bad],
    (model, s) => model.fit(x, y, { ...quiet, validationData: s }),
    /labels run/,
  ],
  'validationSteps cut short': [
    [good, good],
    (model, s) => model.fit(x, y, { ...quiet, validationData: s, validationSteps: 1 }),
    'done',
  ],
  'a hook of the validation throws': [
    [good, good],
    (model, s) =>
      model.fit(x, y, { ...quiet, validationData: s, callbacks: [failing('onTestBatchEnd')] }),
    'no onTestBatchEnd',
  ],
  'training ends before the validation': [
    [good],
    (model, s) => model.fit(x, y, { ...quiet, validationData: s, validationFreq: 2 }),
    'done',
  ],
  'evaluate refuses a batch': [[good, bad], (m, s) => m.evaluate(s, quiet), /labels run/],
  'evaluate is cut short by steps': [
    [good, good],
    (model, s) => model.evaluate(s, { ...quiet, steps: 1 }),
    'done',
  ],
  'a hook of evaluate throws': [
    [good, good],
    (model, s) => model.evaluate(s, { ...quiet, callbacks: [failing('onTestBatchEnd')] }),
    'no onTestBatchEnd',
  ],
};

describe.each(KINDS)('Given for data, %s', (kind) => {
  it.each(Object.entries(WAYS))('is closed when %s', async (_way, [batches, call, end]) => {
    const { account, source } = counted(kind, batches);
    expect(await endOf(call(tinyModel(), source as never))).toEqual(
      typeof end === 'string' ? end : expect.stringMatching(end),
    );
    expect(account).toEqual(closedOnce);
  });

  it('is not closed when it has ended by itself', async () => {
    const { account, source } = counted(kind, [good, good]);
    await tinyModel().fit(source, quiet);
    expect(account).toEqual({ opened: 1, ended: 1, returned: 0 });
  });

  it('that fails while it closes fails the call, unless something failed before', async () => {
    const broken = () => {
      throw new Error('cannot close');
    };
    const cut = counted(kind, [good, good], broken);
    expect(await endOf(tinyModel().fit(cut.source, { ...quiet, stepsPerEpoch: 1 }))).toBe(
      'cannot close',
    );
    const refused = counted(kind, [good, bad], broken);
    expect(await endOf(tinyModel().fit(refused.source, quiet))).toMatch(/labels run/);
    const evaluated = counted(kind, [good, good], broken);
    const steps = { ...quiet, steps: 1 };
    expect(await endOf(tinyModel().evaluate(evaluated.source, steps))).toBe('cannot close');
    // The model is idle again, and works.
    const model = tinyModel();
    await endOf(model.fit(cut.source, { ...quiet, stepsPerEpoch: 1 }));
    await model.fit(x, y, quiet);
  });
});

describe('Iterators', () => {
  it('go on across epochs with stepsPerEpoch, and are closed at the end', async () => {
    const { account, source } = counted('an iterator', [good, good, good, good]);
    const seen: Account[] = [];
    const callbacks = [{ onEpochBegin: () => void seen.push({ ...account }) }];
    await tinyModel().fit(source, { ...quiet, epochs: 3, stepsPerEpoch: 1, callbacks });
    expect(seen).toEqual(seen.map(() => ({ opened: 1, ended: 0, returned: 0 })));
    expect(account).toEqual(closedOnce);
  });

  it('of a validation that is cut short are closed after each epoch, before the next are opened', async () => {
    const { account, source } = counted('an iterator', [good, good]);
    const open: number[] = [];
    const note = () => void open.push(account.opened - account.returned);
    await tinyModel().fit(x, y, {
      ...quiet,
      epochs: 3,
      validationData: source,
      validationSteps: 1,
      callbacks: [{ onTestBatchEnd: note, onEpochEnd: note }],
    });
    expect(open).toEqual([1, 0, 1, 0, 1, 0]);
    expect(account).toEqual({ opened: 3, ended: 0, returned: 3 });
  });

  it('of both training and validation are closed when one fails', async () => {
    const training = counted('a generator', [good, bad]);
    const validation = counted('an async iterator', [good, good]);
    const options = { ...quiet, validationData: validation.source };
    expect(await endOf(tinyModel().fit(training.source, options))).toMatch(/labels run/);
    expect([training.account, validation.account]).toEqual([closedOnce, closedOnce]);
  });

  it('that throw are not closed, and their error is the call’s', async () => {
    let returned = 0;
    const throwing = {
      [Symbol.iterator]: () => ({
        next() {
          throw new Error('the file is gone');
        },
        return() {
          returned += 1;
          return { done: true, value: undefined };
        },
      }),
    } as never;
    expect(await endOf(tinyModel().fit(throwing, quiet))).toBe('the file is gone');
    expect(returned).toBe(0);
  });

  it('that are none are refused', async () => {
    const odd = [
      { [Symbol.iterator]: 3 },
      { [Symbol.iterator]: () => null },
      { [Symbol.iterator]: () => ({ next: 5 }) },
      { [Symbol.asyncIterator]: () => ({ next: () => 5 }) },
    ];
    for (const source of odd) {
      const fit = tinyModel().fit(source as never, quiet);
      await expect(fit).rejects.toMatchObject({ name: 'OptionError' });
    }
  });

  it('that hand out the same generator again are used up, as the generator is', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { source } = counted('a generator', [good]);
    const iterator = source[Symbol.iterator]();
    const again = { [Symbol.iterator]: () => iterator };
    const { epoch } = await tinyModel().fit(again, { ...quiet, epochs: 3 });
    expect(epoch).toEqual([0]);
    expect(warn.mock.calls[0][0]).toMatch(/ran out of data before epoch 2/);
    warn.mockRestore();
  });
});

import { layers, Sequential } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel } from './tiny.ts';

const { x, y } = tinyData(6);

/** The error of a call that is to be refused at once: before anything large is allocated. */
function refusal(call: () => unknown): string {
  const start = performance.now();
  let message = 'nothing was refused';
  try {
    call();
  } catch (error) {
    message = `${(error as Error).name}: ${(error as Error).message}`;
  }
  expect(performance.now() - start).toBeLessThan(1000);
  return message;
}

describe('What is too large for any memory', () => {
  it('is refused before it is allocated, with the number', () => {
    const dense = (units: number) => new Sequential([layers.Dense({ units })]);
    expect(refusal(() => dense(10).build([null, 1e9]))).toBe(
      'UnsupportedError: the model takes [1000000000], which is for one example 1,000,000,000 numbers (3.73 GiB), more than the 536,870,912 numbers (2 GiB) that are possible. Make the examples smaller.',
    );
    expect(refusal(() => dense(1000).build([null, 1e8]))).toContain(
      'layer "dense" (Dense) on examples of shape [100000000] has weights of 100,000,001,000 numbers (373 GiB)',
    );
    expect(refusal(() => dense(1e12).build([null, 2]))).toContain('1,000,000,000,000 numbers');
  });

  it('counts what layers hold together', () => {
    const wide = () => layers.Dense({ units: 20_000 });
    const model = new Sequential([wide(), wide(), wide()]);
    expect(refusal(() => model.build([null, 20]))).toContain(
      'layer "dense_2" (Dense) on examples of shape [20000] has, with the layers before it, weights of 800,460,000 numbers (2.98 GiB)',
    );
  });

  it('is refused where shapes multiply: Input, Flatten, Dense on several axes', () => {
    const shape = [100_000, 100_000];
    const told = '10,000,000,000 numbers (37.3 GiB)';
    expect(refusal(() => new Sequential([layers.Input({ shape }), layers.Flatten()]))).toContain(
      told,
    );
    const wide = new Sequential([layers.Dense({ units: 100_000 })]);
    expect(refusal(() => wide.build([null, 100_000, 10]))).toContain(told);
    const beyond = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    expect(refusal(() => new Sequential([layers.Input({ shape: beyond })]))).toContain('e+');
  });

  it('is refused as lists that promise more than they hold, as ragged', () => {
    const ragged = [new Array(2 ** 28).fill(0, 0, 2), ...new Array(2000).fill([1])];
    expect(refusal(() => tinyModel().predict(ragged))).toContain('DataError: predict: x[0][2] is');
  });
});

describe('Numbers that are only large', () => {
  it('mean what they say: all rows in a batch, epochs until the signal', async () => {
    const quiet = { verbose: 0 } as const;
    const whole = tinyModel();
    const huge = tinyModel();
    const plain = await whole.fit(x, y, { ...quiet, batchSize: 6, validationData: [x, y] });
    for (const shuffle of [true, 'batch'] as const) {
      const { history } = await tinyModel().fit(x, y, { ...quiet, batchSize: 1e12, shuffle });
      expect(history.loss).toHaveLength(1);
    }
    const options = { batchSize: 1e12, validationBatchSize: 1e12, validationData: [x, y] as const };
    const large = await huge.fit(x, y, { ...quiet, ...options });
    expect(large).toEqual(plain);
    expect(await huge.evaluate(x, y, { ...quiet, batchSize: 1e12 })).toEqual(
      await whole.evaluate(x, y, { ...quiet, batchSize: 6 }),
    );
    const outputs = huge.predict(x, { batchSize: 1e12, steps: 1e12 });
    expect(outputs.shape).toEqual([6, 2]);
    outputs.dispose();
    const callbacks = [
      {
        onEpochEnd: (epoch: number, _l: object, run: { stop(): void }) => epoch === 2 && run.stop(),
      },
    ] as never;
    const { epoch } = await huge.fit(x, y, { ...quiet, epochs: 1e12, callbacks });
    expect(epoch).toEqual([0, 1, 2]);
  });
});

import { layers, optimizers, Sequential } from 'tsuno';
import * as tf from 'tsuno/tf';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The tensors that are read at once without having been waited for, as WebGPU reads nothing well. */
function unawaited(): readonly string[] {
  const awaited = new WeakSet<tf.Tensor>();
  const found: string[] = [];
  const { data, dataSync } = tf.Tensor.prototype;
  jest.spyOn(tf.Tensor.prototype, 'data').mockImplementation(async function (this: tf.Tensor) {
    const values = await data.call(this);
    awaited.add(this);
    return values as never;
  });
  jest.spyOn(tf.Tensor.prototype, 'dataSync').mockImplementation(function (this: tf.Tensor) {
    if (!awaited.has(this)) found.push(`[${this.shape}]`);
    return dataSync.call(this) as never;
  });
  return found;
}

const x = Array.from({ length: 300 }, (_, row) => [row / 300, 1]);
const y = x.map(([a]) => 2 * a);

describe('the tfjs engine on a backend that cannot be read at once', () => {
  test.each([false, true])(
    'fit and evaluate wait for what they read, however many batches there are (useEma: %s)',
    async (useEma) => {
      const model = new Sequential([layers.Dense({ units: 1 })]);
      model.compile({
        optimizer: optimizers.Adam({ useEma }),
        loss: 'mse',
        metrics: ['mae'],
        jitCompile: false,
      });
      const found = unawaited();
      await model.fit(x, y, { batchSize: 1, verbose: 0 });
      await model.evaluate(x, y, { batchSize: 1, verbose: 0 });
      await model.trainOnBatch(x, y);
      expect(found).toEqual([]);
    },
  );

  test('also when a callback throws', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: false });
    const found = unawaited();
    const onTrainBatchEnd = () => {
      throw new Error('stop');
    };
    await expect(model.fit(x, y, { verbose: 0, callbacks: [{ onTrainBatchEnd }] })).rejects.toThrow(
      'stop',
    );
    expect(found).toEqual([]);
  });
});

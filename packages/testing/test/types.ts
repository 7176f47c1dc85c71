/**
 * What the compiler must refuse, and what it must know. Checked by `npm run types`; nothing here runs.
 */
import type { defineSequential } from '@tsuno/models';
import {
  type Callback,
  callbacks,
  defineMetric,
  layers,
  losses,
  metrics,
  optimizers,
  Sequential,
  type tf,
} from 'tsuno';

export function typeTests(
  model: Sequential,
  own: ReturnType<typeof defineSequential>,
  x: tf.Tensor2D,
): unknown[] {
  // @ts-expect-error: 'sigmoyd' is no activation
  const misspelt = layers.Dense({ units: 1, activation: 'sigmoyd' });
  // @ts-expect-error: Keras's learning_rate is learningRate here
  const snake = optimizers.Adam({ learning_rate: 0.1 });
  // @ts-expect-error: units are needed
  const unitless = layers.Dense({});
  // @ts-expect-error: 'adm' is no optimizer
  model.compile({ optimizer: 'adm', loss: 'mse' });
  // @ts-expect-error: 'msee' is no loss
  model.compile({ optimizer: 'adam', loss: 'msee' });
  // @ts-expect-error: a loss is needed
  model.compile({ optimizer: 'adam' });
  model.compile({ loss: 'mse' });
  // @ts-expect-error: 'acuracy' is no metric
  model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['acuracy'] });
  // @ts-expect-error: a loss is no optimizer
  model.compile({ optimizer: losses.MeanSquaredError(), loss: 'mse' });
  // @ts-expect-error: a reduction of Keras's is one of five words
  const reduced = losses.MeanSquaredError({ reduction: 'average' });
  // @ts-expect-error: fit takes epochs
  const fitted = model.fit(x, [1], { epoch: 3 });
  // @ts-expect-error: there is no such hook
  const callback: Callback = { onEpochsEnd() {} };
  // @ts-expect-error: without returnDict evaluate gives a number or a list
  const named: Promise<{ loss: number }> = model.evaluate(x, [1]);

  model.compile({
    optimizer: 'sgd',
    loss: 'mean_squared_error',
    metrics: ['accuracy', 'bce', metrics.BinaryAccuracy()],
  });
  model.compile({ optimizer: optimizers.Adam(), loss: losses.MeanSquaredError() });
  const top5: 'top5' = metrics.TopKCategoricalAccuracy({ name: 'top5' }).name;
  const recall: 'recall' = metrics.Recall({ thresholds: 0.3 }).name;
  const entropy: 'binary_crossentropy' = metrics.BinaryCrossentropy().name;
  // @ts-expect-error: the name is the default one
  const wrong: 'area' = metrics.AUC().name;
  const ownMetric = defineMetric({
    kind: 'Own',
    config: { name: 'own' },
    measure: (_yTrue, yPred) => yPred as tf.Tensor1D,
    result: ([sum]) => sum,
  });
  const ownName: 'own' = ownMetric.name;
  const logs: Promise<Readonly<Record<string, number>>> = model.evaluate(x, [1], {
    returnDict: true,
  });
  const output: tf.Tensor = model.predict(x);
  const rows: number[][] = model.predict(x).arraySync();
  const images: tf.Tensor4D = model.predict(x);
  // @ts-expect-error: a matrix has no third axis
  const deep: number[][][] = model.predictOnBatch(x).arraySync();
  model.setWeights(model.getWeights().map((weight) => weight.arraySync()));
  model.fit(x, [1], { classWeight: new Map([[0, 2]]) });
  // @ts-expect-error: classes are numbers
  model.fit(x, [1], { classWeight: new Map([['0', 2]]) });

  const compiled = model.compile({
    optimizer: 'adam',
    loss: 'mse',
    metrics: ['accuracy', metrics.Recall(), metrics.AUC({ name: 'area' })],
    weightedMetrics: ['mse'],
  });
  const run = compiled.fit(x, [1]).then(({ history }) => {
    // @ts-expect-error: 'acuracy' is no metric of this model
    const typo = history.acuracy;
    // @ts-expect-error: it is reported by another name
    const auc = history.auc;
    const known: readonly number[] = history.val_area;
    return [typo, auc, known, history.accuracy, history.recall, history.mse, history.val_loss];
  });
  const byName: Promise<{ readonly loss: number; readonly area: number }> = compiled.evaluate(
    x,
    [1],
    {
      returnDict: true,
    },
  );
  const measured: Promise<number[]> = compiled.evaluate(x, [1]);
  const lossAlone: Promise<number> = model.compile({ loss: 'mse' }).evaluate(x, [1]);
  // @ts-expect-error: 'val_acuracy' is no log of this model
  compiled.fit(x, [1], { callbacks: [callbacks.EarlyStopping({ monitor: 'val_acuracy' })] });
  // @ts-expect-error: nor is it one by default for a callback that watches another name
  compiled.fit(x, [1], { callbacks: [callbacks.ReduceLROnPlateau({ monitor: 'auc' })] });
  const watched: string = 'my_log';
  compiled.fit(x, [1], {
    callbacks: [
      callbacks.EarlyStopping(),
      callbacks.ModelCheckpoint({ filepath: 'a.keras', monitor: 'val_area' }),
      callbacks.ReduceLROnPlateau({ monitor: watched }),
      // @ts-expect-error: a callback on the spot knows the names too
      { onEpochEnd: (_epoch, logs) => console.log(logs.acuracy) },
      callbacks.LambdaCallback({ onEpochEnd: (_epoch, logs) => console.log(logs.recall) }),
    ],
  });
  const anyCallbacks: Callback[] = [callbacks.EarlyStopping({ monitor: 'val_area' })];
  compiled.fit(x, [1], { callbacks: anyCallbacks });
  model.fit(x, [1], { callbacks: [callbacks.EarlyStopping({ monitor: 'val_acuracy' })] });
  // A Sequential is whatever was compiled, with whatever names and in whatever environment.
  const models: Sequential[] = [
    model,
    compiled,
    new own(),
    new own().compile({ loss: 'mse', metrics: ['accuracy'] }),
    new Sequential().compile({ loss: 'mse' }),
  ];
  const ownNames: Promise<readonly number[]> = new own()
    .compile({ loss: 'mse', metrics: ['accuracy', 'mine'] })
    .fit(x, [1])
    .then(({ history }) => history.mine);
  // @ts-expect-error: targets are missing
  model.fit(x);
  // @ts-expect-error: batches bring their targets
  model.fit([[x, x] as const].values(), [1]);
  model.fit([[x, x] as const].values(), { epochs: 2 });
  const again =
    model.compileOptions && model.compile({ ...model.compileOptions, optimizer: 'sgd' });
  // Where the names are not known any name will do.
  const untyped = model.fit(x, [1]).then(({ history }) => history.accuracy);
  // @ts-expect-error: 'l3' is no regularizer
  const regularized = layers.Dense({ units: 1, kernelRegularizer: 'l3' });
  // @ts-expect-error: 'orthogonl' is no initializer
  const initialized = layers.Dense({ units: 1, kernelInitializer: 'orthogonl' });
  // @ts-expect-error: Keras's clip_norm is clipnorm
  const clipped = optimizers.SGD({ clipNorm: 1 });
  layers.Dense({ units: 1, activation: 'leaky_relu', kernelRegularizer: 'l1_l2' });
  const names = [top5, recall, entropy, wrong, ownName];
  const more = [run, byName, untyped, regularized, initialized, clipped];
  const outputs = [output, rows, images, deep, measured, lossAlone, models, ownNames, again];
  return [outputs, more, names, misspelt, snake, unitless, reduced, fitted, callback, named, logs];
}

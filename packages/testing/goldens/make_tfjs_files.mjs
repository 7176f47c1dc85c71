/**
 * Makes tfjs-files.json: what TensorFlow.js writes as the topology and the training configuration of models.
 *
 *     cd SOMEWHERE && npm i @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
 *     cp …/make_tfjs_files.mjs . && node make_tfjs_files.mjs > …/tfjs-files.json
 */

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layersApi from '@tensorflow/tfjs-layers';

const { initializers, layers, regularizers, constraints, sequential, model, input } = layersApi;

async function written(made, optimizer) {
  let artifacts;
  await made.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: {} };
    }),
    { includeOptimizer: optimizer !== undefined },
  );
  const { modelTopology, trainingConfig } = artifacts;
  return JSON.parse(JSON.stringify({ modelTopology, trainingConfig }));
}

const everything = () =>
  sequential({
    name: 'everything',
    layers: [
      layers.dense({
        inputShape: [6],
        name: 'first',
        units: 4,
        activation: 'relu',
        kernelInitializer: initializers.varianceScaling({
          scale: 2,
          mode: 'fanOut',
          distribution: 'uniform',
        }),
        biasInitializer: initializers.constant({ value: 0.25 }),
        kernelRegularizer: regularizers.l1l2({ l1: 0.125, l2: 0.25 }),
        biasConstraint: constraints.nonNeg(),
        kernelConstraint: constraints.maxNorm({ maxValue: 3, axis: 0 }),
      }),
      layers.batchNormalization({ name: 'batches', momentum: 0.5 }),
      layers.dropout({ name: 'drop', rate: 0.25 }),
      layers.leakyReLU({ name: 'leaky', alpha: 0.125 }),
      layers.reLU({ name: 'rectified', maxValue: 6 }),
      layers.elu({ name: 'exponential' }),
      layers.prelu({ name: 'learned' }),
      layers.gaussianNoise({ name: 'noise', stddev: 0.5 }),
      layers.gaussianDropout({ name: 'noisy', rate: 0.25 }),
      layers.layerNormalization({ name: 'normal' }),
      layers.reshape({ name: 'shaped', targetShape: [2, 2] }),
      layers.flatten({ name: 'flat' }),
      layers.activation({ name: 'active', activation: 'tanh' }),
      layers.rescaling({ name: 'scaled', scale: 0.5, offset: 1 }),
      layers.dense({ name: 'last', units: 3, useBias: false, kernelInitializer: 'heNormal' }),
      layers.softmax({ name: 'shares' }),
    ],
  });

const small = (optimizer, loss, metrics) => {
  const made = sequential({
    name: 'small',
    layers: [layers.dense({ inputShape: [2], units: 1, name: 'only' })],
  });
  made.compile({ optimizer, loss, metrics });
  return written(made, optimizer);
};

const functional = () => {
  const given = input({ shape: [3], name: 'given' });
  const hidden = layers.dense({ units: 2, activation: 'softsign', name: 'hidden' }).apply(given);
  const last = layers.dense({ units: 1, name: 'last' }).apply(hidden);
  return model({ inputs: given, outputs: last, name: 'chained' });
};

const hardSigmoid = () =>
  sequential({
    layers: [layers.dense({ inputShape: [2], units: 1, name: 'hard', activation: 'hardSigmoid' })],
  });

const files = {
  everything: await written(everything()),
  functional: await written(functional()),
  hardSigmoid: await written(hardSigmoid()),
  sgd: await small(tf.train.sgd(0.25), 'meanSquaredError', ['mse']),
  momentum: await small(tf.train.momentum(0.25, 0.5, true), 'meanSquaredError', []),
  adam: await small(tf.train.adam(0.25, 0.5, 0.75, 0.125), 'binaryCrossentropy', ['accuracy']),
  rmsprop: await small(tf.train.rmsprop(0.25, 0.5, 0.75, 0.125, true), 'hinge', ['binaryAccuracy']),
  adagrad: await small(tf.train.adagrad(0.25, 0.5), 'logcosh', []),
  adadelta: await small(tf.train.adadelta(0.25, 0.5, 0.125), 'poisson', ['cosine']),
};
console.log(JSON.stringify({ tfjs: layersApi.version_layers, files }, null, 1));

/** The loop that `fit` runs, written out: initialise, forward, loss, gradients, step, evaluate. */

import { mnist } from '@tsuno/datasets';
import { initializers, losses, optimizers, tf } from 'tsuno';
import { seededRng } from 'tsuno/core';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';

const flags = readFlags("A training loop of one's own with Adam, on MNIST digits.", {
  epochs: [5, 'times over the digits'],
  'batch-size': [32, 'digits in a step'],
});

async function main(): Promise<void> {
  const { xTrain, yTrain, xTest, yTest } = await mnist.load();
  const rng = seededRng(1);

  // 1. Initialise the parameters.
  const matrix = (name: string, shape: [number, number]) =>
    tf.variable(tf.tensor2d(initializers.GlorotUniform().call(shape, rng.fork(name)), shape));
  const parameters = {
    w1: matrix('w1', [784, 25]),
    b1: tf.variable(tf.zeros([25])),
    w2: matrix('w2', [25, 10]),
    b2: tf.variable(tf.zeros([10])),
  };
  const { w1, b1, w2, b2 } = parameters;
  const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true });
  const stepper = optimizers.attach(optimizers.Adam({ learningRate: 1e-3 }), parameters);

  // 2. Forward: from pixels to ten scores.
  const forward = (x: tf.Tensor) => {
    const hidden = tf.sigmoid(tf.add(tf.matMul(x as tf.Tensor2D, w1 as tf.Tensor2D), b1));
    return tf.add(tf.matMul(hidden as tf.Tensor2D, w2 as tf.Tensor2D), b2);
  };

  const size = flags['batch-size'];
  for (let epoch = 0; epoch < flags.epochs; epoch++) {
    const order = rng.fork(`epoch_${epoch}`).permutation(xTrain.shape[0]);
    for (let start = 0; start < order.length; start += size) {
      tf.tidy(() => {
        const rows = tf.tensor1d(Int32Array.from(order.subarray(start, start + size)), 'int32');
        const x = tf.gather(xTrain, rows);
        const y = tf.gather(yTrain, rows);
        // 3. The loss and its gradients. 4. A step of Adam.
        const names = Object.values(parameters).map((parameter) => parameter.name);
        const { grads } = tf.variableGrads(() => losses.compute(loss, y, forward(x)));
        const [g1, c1, g2, c2] = names.map((name) => grads[name]);
        stepper.apply({ w1: g1, b1: c1, w2: g2, b2: c2 });
      });
    }
    // 5. Evaluate.
    const accuracy = tf.tidy(() => {
      const said = tf.argMax(forward(xTest), 1);
      return tf.mean(tf.cast(tf.equal(said, yTest), 'float32')).dataSync()[0];
    });
    console.log(
      `epoch ${epoch + 1} · ${stepper.iterations} steps · test accuracy ${accuracy.toFixed(4)}`,
    );
  }
}

runExample(main);

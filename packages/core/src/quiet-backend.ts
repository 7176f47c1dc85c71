import * as tf from './tf.ts';

/**
 * Spends the advertisement that the cpu backend prints under Node with the first tensor it stores.
 * The user's own `PROD` setting is as it was afterwards, and no tensor is left.
 */
export function quietBackend(): void {
  const env = tf.env();
  const prod = env.getBool('PROD');
  env.set('PROD', true);
  tf.tidy(() => {
    tf.scalar(0).dataSync();
  });
  env.set('PROD', prod);
}

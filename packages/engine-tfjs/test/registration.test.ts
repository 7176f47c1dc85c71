import { tf } from '@tsuno/core';

describe('Registering the derivatives', () => {
  it('leaves one that is registered already alone, and adds the others', async () => {
    const own = {
      kernelName: 'Neg',
      gradFunc: (dy: tf.Tensor | tf.Tensor[]) => ({ x: () => tf.mul(dy as tf.Tensor, -7) }),
    };
    expect(tf.getGradient('Neg')).toBeUndefined();
    expect(tf.getGradient('Exp')).toBeUndefined();
    tf.registerGradient(own);
    const { GRADIENTS } = await import('../src/gradients.ts');
    expect(tf.getGradient('Neg')).toBe(own);
    for (const kernel of Object.keys(GRADIENTS)) expect(tf.getGradient(kernel)).toBeDefined();
    expect([
      ...tf
        .grad((x) => tf.neg(x))(tf.tensor1d([1]))
        .dataSync(),
    ]).toEqual([-7]);
    expect([
      ...tf
        .grad((x) => tf.square(x))(tf.tensor1d([3]))
        .dataSync(),
    ]).toEqual([6]);
  });
});

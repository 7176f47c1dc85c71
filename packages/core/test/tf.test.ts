import { tf } from '../src/index.ts';

describe('TensorFlow.js', () => {
  it('prints no advertisement with the first tensor, and keeps none', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const prod = tf.env().getBool('PROD');
    try {
      tf.env().set('PROD', false);
      tf.scalar(1).dispose();
      expect(warn).not.toHaveBeenCalled();
      expect(tf.memory().numTensors).toBe(0);
      expect(tf.getBackend()).toBe('cpu');
    } finally {
      tf.env().set('PROD', prod);
      warn.mockRestore();
    }
  });
});

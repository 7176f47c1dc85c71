import { quietBackend, tf } from '../src/index.ts';

describe('quietBackend', () => {
  // First in this file: the banner is printed once.
  it('silences the first tensor of a run that did not ask for production mode', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    try {
      tf.env().set('PROD', false);
      quietBackend();
      tf.scalar(1).dispose();
      expect(warn).not.toHaveBeenCalled();
    } finally {
      tf.env().set('PROD', true);
      warn.mockRestore();
    }
  });

  it.each([true, false])('leaves no tensor, and PROD as it was (%s)', (prod) => {
    const kept = tf.env().getBool('PROD');
    try {
      tf.env().set('PROD', prod);
      const before = tf.memory().numTensors;
      quietBackend();
      expect(tf.memory().numTensors).toBe(before);
      expect(tf.env().getBool('PROD')).toBe(prod);
    } finally {
      tf.env().set('PROD', kept);
    }
  });
});

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

  it('is lent a global require while it is evaluated, as an ES module has none, and no longer', () => {
    const place = globalThis as { require?: unknown };
    const seen: unknown[] = [];
    jest.isolateModules(() => {
      jest.doMock('@tensorflow/tfjs-core', () => {
        seen.push((place.require as (name: string) => unknown)('util'));
        return jest.requireActual('@tensorflow/tfjs-core');
      });
      require('../src/tf.ts');
    });
    expect(seen).toEqual([expect.objectContaining({ TextEncoder: expect.any(Function) })]);
    expect('require' in globalThis).toBe(false);
  });

  it('takes no require away that was there before', () => {
    const own = () => {};
    Object.assign(globalThis, { require: own });
    try {
      jest.isolateModules(() => require('../src/tf.ts'));
      expect((globalThis as { require?: unknown }).require).toBe(own);
    } finally {
      Reflect.deleteProperty(globalThis, 'require');
    }
  });
});

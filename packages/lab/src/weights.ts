import type { Model } from './model.ts';

/** Copies of all weights. */
export function readWeights(model: Pick<Model, 'getWeights'>): readonly Float32Array[] {
  return model.getWeights().map((tensor) => {
    const values = Float32Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  });
}

/** Whether these are the same numbers, bit for bit. */
export function areSameWeights(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (values, i) =>
        values.length === b[i].length && values.every((value, j) => Object.is(value, b[i][j])),
    )
  );
}

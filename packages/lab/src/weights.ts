import type { Model } from './model.ts';

/** Copies of all weights. */
export function readWeights(model: Pick<Model, 'weights'>): readonly Float32Array[] {
  return model.weights.map(({ values }) => values);
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

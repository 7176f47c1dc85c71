import {
  declareOptions,
  defineInitializer,
  type Initializer,
  type OptionsOf,
  option,
  type Rng,
  ShapeError,
  type Shown,
  showShape,
} from '@tsuno/core';
import { SEED } from './seed.ts';

const declared = declareOptions('Orthogonal', {
  /** What the matrix is multiplied by. */
  gain: option.number('(-∞, ∞)', 1),
  ...SEED,
});

export interface OrthogonalOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A random matrix with orthonormal columns, or rows where there are fewer of them: signals keep their length. All such
 * matrices are equally likely.
 *
 * Source: A. Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
 * (2014), https://arxiv.org/abs/1312.6120.
 *
 * @throws ShapeError for a weight with fewer than two axes.
 * @see https://keras.io/api/layers/initializers/#orthogonal-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.Orthogonal({ gain: 2 }) });
 */
export function Orthogonal(options: OrthogonalOptions = {}): Initializer {
  const described = declared.read(arguments);
  const { gain } = described.config;
  return defineInitializer({
    ...described,
    sampler(shape, rng) {
      if (shape.length < 2) {
        throw new ShapeError(
          `Orthogonal: the weight must have at least two axes, got ${showShape(shape)}.`,
        );
      }
      const columns = shape[shape.length - 1];
      const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), rng);
      let index = 0;
      return () => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        index += 1;
        return gain * (rows < columns ? vectors[row][column] : vectors[column][row]);
      };
    },
  });
}

Orthogonal.aliases = ['OrthogonalInitializer'] as const;

/** So many orthonormal vectors: normal ones, from each of which its share along the earlier ones is taken, twice. */
function orthonormal(count: number, length: number, rng: Rng): readonly Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let next = 0; next < count; next++) {
    const vector = Float64Array.from({ length }, () => rng.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        let along = 0;
        for (let i = 0; i < length; i++) along += vector[i] * other[i];
        for (let i = 0; i < length; i++) vector[i] -= along * other[i];
      }
    }
    let squares = 0;
    for (let i = 0; i < length; i++) squares += vector[i] * vector[i];
    const norm = Math.sqrt(squares);
    for (let i = 0; i < length; i++) vector[i] /= norm;
    vectors.push(vector);
  }
  return vectors;
}

import {
  defineInitializer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  ShapeError,
  showShape,
} from '@tsuno/core';

export interface IdentityOptions {
  /** The numbers on the diagonal. */
  readonly gain?: number;
}

/**
 * A matrix with `gain` on its diagonal and 0 elsewhere: a layer that hands its inputs on.
 *
 * @throws ShapeError for a weight that is no matrix.
 * @see https://keras.io/api/layers/initializers/#identity-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.Identity() });
 */
export function Identity({ gain = 1, ...unknown }: IdentityOptions = {}) {
  requireNamedOptions('Identity', arguments);
  requireInterval('Identity', { gain }, '(-∞, ∞)');
  refuseUnknownOptions('Identity', unknown, ['gain']);
  return defineInitializer({
    kind: 'Identity',
    config: { gain },
    sampler(shape) {
      if (shape.length !== 2) {
        throw new ShapeError(`Identity: the weight must be a matrix, got ${showShape(shape)}.`);
      }
      const columns = shape[1];
      let index = 0;
      return () => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        index += 1;
        return row === column ? gain : 0;
      };
    },
  });
}

Identity.aliases = ['IdentityInitializer'] as const;

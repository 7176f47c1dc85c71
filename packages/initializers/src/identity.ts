import {
  declareOptions,
  defineInitializer,
  type Initializer,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
  showShape,
} from '@tsuno/core';

const declared = declareOptions('Identity', {
  /** The numbers on the diagonal. */
  gain: option.number('(-∞, ∞)', 1),
});

export interface IdentityOptions extends OptionsOf<typeof declared>, Shown {}

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
export function Identity(options: IdentityOptions = {}): Initializer {
  const described = declared.read(arguments);
  const { gain } = described.config;
  return defineInitializer({
    ...described,
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

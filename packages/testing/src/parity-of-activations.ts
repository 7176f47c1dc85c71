import { type Activation, activations, layers, Sequential, tf } from 'tsuno';
import { golden } from './goldens.ts';
import { type Measured, paired } from './parity.ts';

/** The largest difference, relative to numbers above 1. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const each = Array.from(expected, (y, i) => Math.abs(actual[i] - y) / Math.max(1, Math.abs(y)));
  return Math.max(...each);
}

interface ActivationCase {
  readonly activation: keyof typeof activations;
  readonly options: object;
  readonly x: number[];
  readonly y: number[];
}

/** Outputs for inputs of all sizes. */
export function activationParity(): readonly Measured[] {
  const { cases } = golden<{ cases: ActivationCase[] }>('activations.json');
  const doubles = golden<{ cases: Pick<ActivationCase, 'y'>[] }>('float64/activations.json');
  return paired(cases, doubles.cases).map(([{ activation, options, x, y }, inDoubles]) => {
    const factory = activations[activation] as unknown as (options: object) => Activation;
    const on = (jitCompile: 'auto' | boolean) => {
      const model = new Sequential([
        layers.Input({ shape: [x.length] }),
        layers.Activation(factory(options)),
      ]);
      model.compile({ optimizer: 'sgd', loss: 'mse', jitCompile });
      return { model, values: () => tf.tidy(() => [...model.predict([x]).dataSync()]) };
    };
    let text = '';
    on('auto').model.summary({ printFn: (summary) => (text = summary) });
    const isCompiled = !text.includes('Trains on the tfjs engine');
    return {
      kind: activation,
      title: `${activation} ${JSON.stringify(options)}`,
      keras: [y],
      doubles: [inDoubles.y],
      compiled: isCompiled ? [on(true).values()] : null,
      tfjs: [on(false).values()],
      distance,
    };
  });
}

import { activations, constraints, initializers, layers, optimizers, regularizers } from 'tsuno';

/** A description as the golden files have it: `{ kind: 'Dense', units: 25, activation: 'sigmoid' }`. */
export interface Described {
  readonly kind: string;
  readonly [option: string]: unknown;
}

const everything: readonly object[] = [
  layers,
  activations,
  constraints,
  initializers,
  optimizers,
  optimizers.schedules,
  regularizers,
];

/** `{ kind: 'Dense', units: 25 }` → `layers.Dense({ units: 25 })`, with the descriptions among its options made too. */
export function make<T>(
  described: string | Described,
  namespaces: readonly object[] = everything,
): T {
  if (typeof described === 'string') return described as T;
  const { kind, ...options } = described;
  const home = namespaces.find((namespace) => kind in namespace) as
    | Readonly<Record<string, (options: object) => T>>
    | undefined;
  if (home === undefined) throw new Error(`There is no ${kind}.`);
  const made = Object.entries(options).map(([option, value]) => [option, madeValue(value)]);
  return home[kind](Object.fromEntries(made));
}

function madeValue(value: unknown): unknown {
  const isDescribed = typeof value === 'object' && value !== null && 'kind' in value;
  return isDescribed ? make(value as Described) : value;
}

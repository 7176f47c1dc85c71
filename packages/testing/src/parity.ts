/** What was made of one golden case, in groups of numbers that are of one size. */
export type Numbers = readonly ArrayLike<number>[];

/** One golden case: what Keras made of it in float32, what it made of it in doubles, and what Tsuno's engines made. */
export interface Measured {
  readonly kind: string;
  /** Which case of this kind. */
  readonly title: string;
  readonly keras: Numbers;
  /** Null where Keras has no result in doubles. */
  readonly doubles: Numbers | null;
  /** Null where the model has no compiled form. */
  readonly compiled: Numbers | null;
  readonly tfjs: Numbers;
  /** How a group is held against another one; `deviation` unless told. */
  readonly distance?: (actual: ArrayLike<number>, expected: ArrayLike<number>) => number;
  /** How many times further apart losses are than the start weights were. */
  readonly amplification?: number;
}

/** How far the numbers of one kind are apart, at most. */
export interface Parity {
  readonly kind: string;
  readonly cases: number;
  readonly fromKeras: { readonly compiled: number | null; readonly tfjs: number };
  readonly fromDoubles: {
    readonly keras: number | null;
    readonly compiled: number | null;
    readonly tfjs: number | null;
  };
  readonly amplification?: number;
}

/** The largest difference, relative to the largest number. */
export function deviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, furthest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const distance = Math.abs(actual[i] - expected[i]);
    furthest = Math.max(furthest, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  }
  return largest === 0 ? furthest : furthest / largest;
}

/** The distances of one case. */
export function parityOf(measured: Measured): Parity {
  const { kind, keras, doubles, compiled, tfjs, amplification } = measured;
  const between = (actual: Numbers | null, expected: Numbers | null) =>
    actual && expected ? furthest(actual, expected, measured.distance ?? deviation) : null;
  return {
    kind,
    cases: 1,
    fromKeras: { compiled: between(compiled, keras), tfjs: between(tfjs, keras) as number },
    fromDoubles: {
      keras: between(keras, doubles),
      compiled: between(compiled, doubles),
      tfjs: between(tfjs, doubles),
    },
    amplification,
  };
}

function furthest(actual: Numbers, expected: Numbers, distance: typeof deviation): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((group, index) => distance(actual[index], group)));
}

/** One row for each kind, with the largest distances of its cases. */
export function rowsOf(all: readonly Measured[]): readonly Parity[] {
  const rows = new Map<string, Parity>();
  for (const one of all.map(parityOf)) {
    const before = rows.get(one.kind);
    rows.set(one.kind, before === undefined ? one : larger(before, one));
  }
  return [...rows.values()];
}

function larger(a: Parity, b: Parity): Parity {
  return {
    ...a,
    cases: a.cases + b.cases,
    fromKeras: {
      compiled: largest(a.fromKeras.compiled, b.fromKeras.compiled),
      tfjs: Math.max(a.fromKeras.tfjs, b.fromKeras.tfjs),
    },
    fromDoubles: {
      keras: largest(a.fromDoubles.keras, b.fromDoubles.keras),
      compiled: largest(a.fromDoubles.compiled, b.fromDoubles.compiled),
      tfjs: largest(a.fromDoubles.tfjs, b.fromDoubles.tfjs),
    },
  };
}

const largest = (a: number | null, b: number | null) =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** The cases of a golden file beside their results in doubles. */
export function paired<C, D>(
  cases: readonly C[],
  inDoubles: readonly D[],
): readonly (readonly [C, D])[] {
  if (cases.length !== inDoubles.length) {
    throw new Error(
      `There are ${cases.length} golden cases, and ${inDoubles.length} in doubles: run make_goldens.py for both.`,
    );
  }
  return cases.map((one, index) => [one, inDoubles[index]] as const);
}

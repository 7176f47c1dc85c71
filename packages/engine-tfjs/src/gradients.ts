/**
 * The derivatives that `@tensorflow/tfjs-core` does not bring along under Node. Importing this file registers them,
 * once; a derivative that is registered already (by `@tensorflow/tfjs`, by the user) is left alone.
 *
 * This is the one file of Tsuno with a side effect on import. Each entry is checked by finite differences.
 */
import * as tf from '@tsuno/core/tf';
import { unbroadcast } from './unbroadcast.ts';

type Tensor = tf.Tensor;
type Attributes = Readonly<Record<string, unknown>>;

interface Gradient {
  /** Which inputs, and whether the output, the derivative looks at. */
  readonly inputs?: readonly string[];
  readonly output?: boolean;
  readonly allInputs?: boolean;
  readonly of: (
    dy: Tensor,
    saved: readonly Tensor[],
    attributes: Attributes,
  ) => Readonly<Record<string, () => Tensor>> | readonly (() => Tensor)[];
}

/** y = f(x) with dx = `of`(dy, x). */
const unary = (of: (dy: Tensor, x: Tensor, attributes: Attributes) => Tensor): Gradient => ({
  inputs: ['x'],
  of: (dy, [x], attributes) => ({ x: () => of(dy, x, attributes) }),
});

/** y = f(x) with dx = `of`(dy, y). */
const unaryFromOutput = (of: (dy: Tensor, y: Tensor) => Tensor): Gradient => ({
  output: true,
  of: (dy, [y]) => ({ x: () => of(dy, y) }),
});

/** y = f(a, b), broadcast, with da and db before un-broadcasting. */
const binary = (
  da: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  db: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): Gradient => ({
  inputs: ['a', 'b'],
  of: (dy, [a, b]) => ({
    a: () => unbroadcast(da(dy, a, b), a.shape),
    b: () => unbroadcast(db(dy, a, b), b.shape),
  }),
});

/** A function of these inputs that is constant almost everywhere. */
function flat(...inputs: readonly string[]): Gradient {
  return {
    inputs,
    of: (_dy, saved) =>
      Object.fromEntries(saved.map((input, index) => [inputs[index], () => tf.zeros(input.shape)])),
  };
}

/** `dy` where the condition holds, 0 elsewhere. */
const only = (dy: Tensor, condition: Tensor) => tf.mul(dy, tf.cast(condition, 'float32'));

export const GRADIENTS: Readonly<Record<string, Gradient>> = {
  // Arithmetic
  Add: binary(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: binary(
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  Multiply: binary(
    (dy, _a, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  RealDiv: binary(
    (dy, _a, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, tf.div(a, b)), b)),
  ),
  Pow: binary(
    (dy, a, b) => {
      // a⁰ is 1 everywhere; by the formula its derivative at 0 would be 0 · ∞.
      const slope = tf.mul(b, tf.pow(a, tf.sub(b, 1)));
      return tf.mul(dy, tf.where(tf.equal(b, 0), tf.zerosLike(slope), slope));
    },
    (dy, a, b) => {
      const positive = tf.greater(a, 0);
      const log = tf.log(tf.where(positive, a, tf.onesLike(a)));
      return tf.mul(dy, tf.mul(tf.pow(a, b), log));
    },
  ),
  SquaredDifference: binary(
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
  ),
  Maximum: binary(
    (dy, a, b) => only(dy, tf.greaterEqual(a, b)),
    (dy, a, b) => only(dy, tf.less(a, b)),
  ),
  Minimum: binary(
    (dy, a, b) => only(dy, tf.lessEqual(a, b)),
    (dy, a, b) => only(dy, tf.greater(a, b)),
  ),
  Neg: unary((dy) => tf.neg(dy)),
  Abs: unary((dy, x) => tf.mul(dy, tf.sign(x))),
  Square: unary((dy, x) => tf.mul(dy, tf.mul(2, x))),
  Sqrt: unaryFromOutput((dy, y) => tf.div(dy, tf.mul(2, y))),
  Rsqrt: unaryFromOutput((dy, y) => tf.mul(dy, tf.mul(-0.5, tf.mul(y, tf.mul(y, y))))),
  Reciprocal: unaryFromOutput((dy, y) => tf.neg(tf.mul(dy, tf.mul(y, y)))),

  // Functions
  Exp: unaryFromOutput((dy, y) => tf.mul(dy, y)),
  Expm1: unaryFromOutput((dy, y) => tf.mul(dy, tf.add(y, 1))),
  Log: unary((dy, x) => tf.div(dy, x)),
  Log1p: unary((dy, x) => tf.div(dy, tf.add(x, 1))),
  Sin: unary((dy, x) => tf.mul(dy, tf.cos(x))),
  Cos: unary((dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  Tanh: unaryFromOutput((dy, y) => tf.mul(dy, tf.sub(1, tf.mul(y, y)))),
  Sigmoid: unaryFromOutput((dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  Softplus: unary((dy, x) => tf.mul(dy, tf.sigmoid(x))),
  Relu: unary((dy, x) => only(dy, tf.greater(x, 0))),
  Relu6: unary((dy, x) => only(dy, tf.logicalAnd(tf.greater(x, 0), tf.less(x, 6)))),
  Elu: unaryFromOutput((dy, y) => tf.where(tf.greater(y, 0), dy, tf.mul(dy, tf.add(y, 1)))),
  Erf: unary((dy, x) => tf.mul(dy, tf.mul(2 / Math.sqrt(Math.PI), tf.exp(tf.neg(tf.mul(x, x)))))),
  ClipByValue: unary((dy, x, { clipValueMin, clipValueMax }) =>
    only(
      dy,
      tf.logicalAnd(
        tf.greaterEqual(x, clipValueMin as number),
        tf.lessEqual(x, clipValueMax as number),
      ),
    ),
  ),
  // Steps have derivative 0 wherever they have one.
  Sign: flat('x'),
  Step: flat('x'),
  Floor: flat('x'),
  Ceil: flat('x'),
  Round: flat('x'),
  OnesLike: flat('x'),
  ZerosLike: flat('x'),
  ArgMax: flat('x'),
  ArgMin: flat('x'),
  IsNan: flat('x'),
  IsFinite: flat('x'),
  OneHot: flat('indices'),
  Equal: flat('a', 'b'),
  NotEqual: flat('a', 'b'),
  Greater: flat('a', 'b'),
  GreaterEqual: flat('a', 'b'),
  Less: flat('a', 'b'),
  LessEqual: flat('a', 'b'),
  LogicalAnd: flat('a', 'b'),
  LogicalOr: flat('a', 'b'),
  LogicalNot: flat('x'),
  Select: {
    inputs: ['condition'],
    of: (dy, [condition]) => ({
      condition: () => tf.zeros(condition.shape),
      t: () => only(dy, condition),
      e: () => only(dy, tf.logicalNot(condition)),
    }),
  },

  // Products
  BatchMatMul: {
    inputs: ['a', 'b'],
    of: (dy, [a, b], { transposeA, transposeB }) => {
      const times = (x: Tensor, xT: boolean, y: Tensor, yT: boolean) => tf.matMul(x, y, xT, yT);
      return {
        a: () =>
          unbroadcast(
            transposeA ? times(b, !!transposeB, dy, true) : times(dy, false, b, !transposeB),
            a.shape,
          ),
        b: () =>
          unbroadcast(
            transposeB ? times(dy, true, a, !!transposeA) : times(a, !transposeA, dy, false),
            b.shape,
          ),
      };
    },
  },

  // Reductions
  Sum: unary((dy, x, { axis }) => spread(dy, x, axis)),
  Mean: unary((dy, x, { axis }) => {
    const axes = axesOf(axis, x);
    const count = axes.reduce((product, each) => product * x.shape[each], 1);
    return tf.div(spread(dy, x, axis), count);
  }),
  Max: extreme(),
  Min: extreme(),
  Softmax: {
    output: true,
    of: (dy, [y], { dim }) => ({
      logits: () => tf.mul(y, tf.sub(dy, tf.sum(tf.mul(dy, y), dim as number, true))),
    }),
  },

  // Moving numbers about
  Identity: unary((dy) => tf.clone(dy)),
  // To whole numbers or truths it is a step.
  Cast: unary((dy, x, { dtype }) => (dtype === 'float32' ? tf.clone(dy) : tf.zeros(x.shape))),
  Reshape: unary((dy, x) => tf.reshape(dy, x.shape)),
  ExpandDims: {
    inputs: ['input'],
    of: (dy, [input]) => ({ input: () => tf.reshape(dy, input.shape) }),
  },
  Transpose: unary((dy, _x, { perm }) => {
    const order = perm as readonly number[];
    const undone = order.map((_, axis) => order.indexOf(axis));
    return tf.transpose(dy, undone);
  }),
  Tile: unary((dy, x, { reps }) => {
    // [a, b] tiled by [m, n] is [m, a, n, b] summed over m and n.
    const parts = (reps as readonly number[]).flatMap((times, axis) => [times, x.shape[axis]]);
    const repeats = parts.map((_, index) => index).filter((index) => index % 2 === 0);
    return tf.reshape(tf.sum(tf.reshape(dy, parts), repeats), x.shape);
  }),
  Slice: unary((dy, x, { begin }) => {
    // A number, or fewer than there are axes, stands for the first axes.
    const given = [begin].flat() as readonly number[];
    const start = x.shape.map((_, axis) => given[axis] ?? 0);
    const after = x.shape.map((size, axis) => size - start[axis] - dy.shape[axis]);
    return tf.pad(
      dy,
      after.map((rest, axis) => [start[axis], rest] as [number, number]),
    );
  }),
  PadV2: unary((dy, x, { paddings }) =>
    tf.slice(
      dy,
      (paddings as readonly (readonly [number, number])[]).map(([before]) => before),
      x.shape,
    ),
  ),
  Concat: {
    allInputs: true,
    of: (dy, inputs, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, inputs[0].shape)[0];
      const parts = tf.split(
        dy,
        inputs.map((input) => input.shape[along]),
        along,
      );
      return parts.map((part) => () => part);
    },
  },
  Pack: {
    allInputs: true,
    of: (dy, _inputs, { axis }) => tf.unstack(dy, axis as number).map((part) => () => part),
  },
  GatherV2: {
    inputs: ['x', 'indices'],
    of: (dy, [x, indices], { axis }) => ({
      x: () => {
        // Σ over the gathered rows: a one-hot matrix times dy, with the axis in front.
        const along = tf.util.parseAxisParam(axis as number, x.shape)[0];
        const front = [along, ...x.shape.map((_, each) => each).filter((each) => each !== along)];
        const count = indices.size;
        const rest = x.size / x.shape[along];
        const gathered = tf.reshape(dy, [
          ...x.shape.slice(0, along),
          count,
          ...x.shape.slice(along + 1),
        ]);
        const rows = tf.reshape(tf.transpose(gathered, front), [count, rest]);
        const chosen = tf.oneHot(
          tf.reshape(indices, [count]) as tf.Tensor1D,
          x.shape[along],
          1,
          0,
          'float32',
        );
        const summed = tf.matMul(chosen as tf.Tensor2D, rows as tf.Tensor2D, true, false);
        const turned = tf.reshape(
          summed,
          front.map((each) => x.shape[each]),
        );
        return tf.transpose(
          turned,
          front.map((_, each) => front.indexOf(each)),
        );
      },
      indices: () => tf.zeros(indices.shape),
    }),
  },
};

function axesOf(axis: unknown, x: Tensor): number[] {
  return tf.util.parseAxisParam((axis ?? null) as number[], x.shape);
}

/** `dy` with the reduced axes back, as ones: [2, 3] reduced over axis 1 is [2, 1]. */
function withAxes(dy: Tensor, x: Tensor, axis: unknown): Tensor {
  const axes = axesOf(axis, x);
  return tf.reshape(
    dy,
    x.shape.map((size, each) => (axes.includes(each) ? 1 : size)),
  );
}

/** A reduction's `dy`, repeated along the axes that were reduced. */
function spread(dy: Tensor, x: Tensor, axis: unknown): Tensor {
  return tf.mul(withAxes(dy, x, axis), tf.onesLike(x));
}

/** Maximum or minimum over axes: equal ones share the derivative, as in JAX. */
function extreme(): Gradient {
  return {
    inputs: ['x'],
    output: true,
    of: (dy, [x, y], { reductionIndices, axis }) => ({
      x: () => {
        const axes = reductionIndices ?? axis;
        const chosen = tf.cast(tf.equal(x, withAxes(y, x, axes)), 'float32');
        const ties = withAxes(tf.sum(chosen, axesOf(axes, x)), x, axes);
        return tf.mul(withAxes(dy, x, axes), tf.div(chosen, ties));
      },
    }),
  };
}

for (const [kernelName, { inputs, output, allInputs, of }] of Object.entries(GRADIENTS)) {
  if (tf.getGradient(kernelName) != null) continue;
  tf.registerGradient({
    kernelName,
    inputsToSave: [...(inputs ?? [])],
    saveAllInputs: allInputs,
    outputsToSave: output ? [true] : [],
    gradFunc: (dy, saved, attributes) =>
      of(dy as Tensor, saved, attributes as unknown as Attributes) as Record<string, () => Tensor>,
  });
}

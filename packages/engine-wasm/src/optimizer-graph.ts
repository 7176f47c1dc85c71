import { type Arith, float64Arith, type Optimizer, updateParameter } from '@tsuno/core';
import { type Graph, trace } from './rule-graph.ts';

/** Gradients below are taken for 0, and so are accumulators below the third. */
const TINY_GRADIENT = 1e-15;
/** Where an update looks at the sign of a gradient whatever its size, only what is no normal float is. */
const SMALLEST_NORMAL = 2 ** -126;
const TINY_SLOT = 1e-30;

/** The scalars that stand for weight decay and clipping, beside the rule's own. */
const DECAY = '(decay)';
const CLIP = '(clip)';

/** An optimizer's update as a graph over [param, grad, …slots], with what it needs in each step. */
export interface OptimizerGraph {
  /** Outputs are [param, …slots]. */
  readonly graph: Graph;
  readonly slots: readonly string[];
  /** Nodes whose constants change from step to step, in the order of `stepConstants`. */
  readonly dynamic: readonly number[];
  /** The values of the dynamic constants for a step, and for a weight that decays and is clipped like this. */
  stepConstants(
    rule: Readonly<Record<string, number>>,
    decay: number,
    clip: number,
  ): readonly number[];
}

/**
 * The graph of an optimizer, or why there is none. An update may do arithmetic with its scalars before it hands them
 * to `k` (−α, say): two traces with different scalars show which constants depend on them, and those are worked out
 * anew in each step.
 */
export function optimizerGraph(optimizer: Optimizer): OptimizerGraph | string {
  const slots = Object.keys(optimizer.slots);
  const own = Object.keys(optimizer.scalars(0.5, optimizer.advance(optimizer.carry, 1), 1));
  const names = [...own, DECAY, CLIP];
  const tiny = looksAtSigns(optimizer) ? SMALLEST_NORMAL : TINY_GRADIENT;
  const traced = (scalars: Readonly<Record<string, number>>) =>
    traceUpdate(optimizer, slots, scalars, tiny);
  const [a, b] = [probe(names, 0.3717), probe(names, 0.6029)];
  const graph = traced(a);
  const other = traced(b);
  const shape = ({ nodes, outputs }: Graph) =>
    JSON.stringify([nodes.map((node) => (node.op === 'constant' ? node.op : node)), outputs]);
  if (shape(graph) !== shape(other)) {
    return `optimizer ${optimizer.kind} has no compiled form: its update takes different ways for different scalars`;
  }
  const constant = (of: Graph, node: number) => {
    const found = of.nodes[node];
    return found.op === 'constant' ? found.value : Number.NaN;
  };
  const dynamic = graph.nodes.flatMap((node, index) =>
    node.op === 'constant' && constant(other, index) !== node.value ? [index] : [],
  );
  // Nearly always a dynamic constant is a scalar itself, and nothing has to be traced again.
  const direct = dynamic.map((node) =>
    names.find((name) => a[name] === constant(graph, node) && b[name] === constant(other, node)),
  );
  return {
    graph,
    slots,
    dynamic,
    stepConstants(rule, decay, clip) {
      const scalars: Readonly<Record<string, number>> = { ...rule, [DECAY]: decay, [CLIP]: clip };
      if (direct.every((name) => name !== undefined)) return direct.map((name) => scalars[name]);
      const now = traced(scalars);
      return dynamic.map((node) => constant(now, node));
    },
  };
}

function traceUpdate(
  optimizer: Optimizer,
  slots: readonly string[],
  scalars: Readonly<Record<string, number>>,
  tiny: number,
): Graph {
  return trace(2 + slots.length, (k, [param, grad, ...values], { flush }) => {
    const held = Object.fromEntries(slots.map((slot, index) => [slot, values[index]]));
    const entry = { ...held, param, grad: flush(grad, tiny) };
    const next = wholeUpdate(optimizer, k, entry, scalars);
    return [next.param, ...slots.map((slot) => flush(next[slot], TINY_SLOT))];
  });
}

/** The update with weight decay and clipping, whose scalars stand among the others. */
function wholeUpdate<T>(
  optimizer: Optimizer,
  k: Arith<T>,
  entry: Readonly<{ param: T; grad: T } & Record<string, T>>,
  scalars: Readonly<Record<string, number>>,
) {
  const around = { decay: scalars[DECAY], clip: scalars[CLIP] };
  return updateParameter(optimizer, k, entry, scalars, around);
}

/** Whether the tiniest gradient makes a step as large as any: Lion's do. */
function looksAtSigns(optimizer: Optimizer): boolean {
  const step = (grad: number) => {
    const carry = optimizer.advance(optimizer.carry, 1);
    const scalars = { ...optimizer.scalars(1, carry, 1), [DECAY]: 0, [CLIP]: 1 };
    const entry = { ...optimizer.slots, param: 0, grad };
    return Math.abs(wholeUpdate(optimizer, float64Arith, entry as never, scalars).param);
  };
  return step(TINY_GRADIENT) > 1e-3 * step(1);
}

/** Scalars that nothing else in a rule is equal to. */
function probe(names: readonly string[], start: number): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, start + index * 0.010_37]));
}

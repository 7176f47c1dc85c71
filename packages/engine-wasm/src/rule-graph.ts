import type { Arith } from '@tsuno/core';

/** The unary and binary operations of a graph, by Arith's names. */
export type Operation = Exclude<keyof Arith<unknown>, 'whereGreater' | 'square'> | 'flush';

/** One value of a rule; `args` are numbers of earlier nodes. */
export type GraphNode =
  | { readonly op: 'input'; readonly index: number }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: Operation | 'whereGreater'; readonly args: readonly number[] };

/** A rule that has been run on symbols: what it does, as data. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** Which nodes are the results. */
  readonly outputs: readonly number[];
}

/** A symbol: the number of the node that it stands for. */
interface Traced {
  readonly node: number;
}

/**
 * Runs a rule on symbols for its inputs. Constants stand in the graph in the order in which the rule names them, so
 * that two traces of one rule can be compared place by place.
 */
export function trace(
  inputs: number,
  rule: (
    k: Arith<Traced>,
    inputs: readonly Traced[],
    tools: TraceTools,
  ) => readonly (Traced | number)[],
): Graph {
  const nodes: GraphNode[] = [];
  const add = (node: GraphNode): Traced => ({ node: nodes.push(node) - 1 });
  const numberOf = (value: Traced | number) =>
    typeof value === 'number' ? add({ op: 'constant', value }).node : value.node;
  const apply =
    (op: Operation | 'whereGreater') =>
    (...args: (Traced | number)[]) =>
      add({ op, args: args.map(numberOf) });
  const mul = apply('mul');
  const k: Arith<Traced> = {
    add: apply('add'),
    sub: apply('sub'),
    mul,
    div: apply('div'),
    max: apply('max'),
    min: apply('min'),
    neg: apply('neg'),
    abs: apply('abs'),
    square: (a) => mul(a, a),
    sqrt: apply('sqrt'),
    exp: apply('exp'),
    log: apply('log'),
    log1p: apply('log1p'),
    tanh: apply('tanh'),
    whereGreater: apply('whereGreater'),
  };
  const symbols = Array.from({ length: inputs }, (_, index) => add({ op: 'input', index }));
  const tools: TraceTools = { flush: (value, below) => apply('flush')(value, below) };
  return { outputs: rule(k, symbols, tools).map(numberOf), nodes };
}

/** What the engine does to values that a rule does not know of. */
export interface TraceTools {
  /**
   * The value, or 0 where it is smaller than `below`. Numbers near the smallest that a float can hold make the
   * processor a hundred times slower; NaN passes through.
   */
  flush(value: Traced, below: number): Traced;
}

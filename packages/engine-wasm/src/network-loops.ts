import {
  type GradientHandling,
  namesIn,
  type PenaltyRule,
  type StepPart,
  stepParts,
} from '@tsuno/core';
import type { Loop } from './compile-rules.ts';
import type { Network, Step } from './lower-plan.ts';
import { trace } from './rule-graph.ts';

/** A rule as a loop: arrays are numbered in the order of its inputs, then those that are only written. */
function loop(
  name: string,
  inputs: number,
  writes: readonly number[],
  rule: Parameters<typeof trace>[1],
): Loop {
  const arrays = Math.max(inputs, ...writes.map((array) => array + 1));
  return { name, graph: trace(inputs, rule), writes, arrays, dynamic: [] };
}

/** The loops that a network needs, each under the name by which the executor calls it. */
export function networkLoops({ steps, training, weights }: Network): readonly Loop[] {
  return [
    ...steps.flatMap(stepLoops),
    ...weights.flatMap(({ penalty }, index) => (penalty ? penaltyLoops(penalty, `${index}`) : [])),
    ...(training ? trainingLoops(training) : []),
  ];
}

function stepLoops(step: Step, index: number): readonly Loop[] {
  if (step.op === 'elementwise') {
    const { rule } = step;
    return [
      loop(`forward_${index}`, 1, [1], (k, [x]) => [rule.forward(k, x)]),
      loop(`backward_${index}`, 3, [1], (k, [y, dy, x]) => [rule.backward(k, y, dy, x)]),
    ];
  }
  if (step.op === 'random') {
    const { rule } = step;
    return [
      loop(`forward_${index}`, 2, [2], (k, [x, u]) => [rule.forward(k, x, u)]),
      loop(`backward_${index}`, 3, [1], (k, [x, dy, u]) => [rule.backward(k, dy, u, x)]),
    ];
  }
  return step.op === 'penalty' ? penaltyLoops(step.rule, `of_${index}`) : [];
}

/** The values of a penalty, and its derivative, times a share, added to another. */
function penaltyLoops(rule: PenaltyRule, name: string): readonly Loop[] {
  return [
    loop(`penalty_${name}`, 1, [1], (k, [w]) => [rule.value(k, w)]),
    withConstant(
      loop(`penalty_slope_${name}`, 2, [0], (k, [d, w]) => [
        k.add(d, k.mul(rule.derivative(k, w), CONSTANT)),
      ]),
    ),
  ];
}

function trainingLoops({ loss, graph, optimizer }: NonNullable<Network['training']>) {
  const { slots, dynamic } = graph;
  const loops: Loop[] = [
    {
      name: 'update',
      graph: graph.graph,
      // [param, grad, …slots] are read; param and the slots are written where they were.
      writes: [0, ...slots.map((_, index) => 2 + index)],
      arrays: 2 + slots.length,
      dynamic,
    },
  ];
  if (loss?.op === 'elementwiseMean') {
    const { rule } = loss;
    loops.push(
      loop('loss', 2, [2, 3], (k, [target, output]) => [
        rule.value(k, target, output),
        rule.derivative(k, target, output),
      ]),
    );
  }
  loops.push(...stepParts(optimizer.handling).map((part) => partLoop(part, optimizer.handling)));
  return loops;
}

function partLoop(part: StepPart, handling: GradientHandling): Loop {
  const regions = namesIn(part);
  const writes = part.writes.map((name) => regions.indexOf(name));
  return loop(part.name, part.reads.length, writes, (k, values) => {
    const place = Object.fromEntries(part.reads.map((name, index) => [name, values[index]]));
    const next = part.compute(k, place, handling);
    return part.writes.map((name) => next[name]);
  });
}

/** A number that nothing else in a rule is equal to: where it stands, an argument of the call is put. */
const CONSTANT = 0.739_085_133_2;

function withConstant(made: Loop): Loop {
  const dynamic = made.graph.nodes.flatMap((node, index) =>
    node.op === 'constant' && node.value === CONSTANT ? [index] : [],
  );
  return { ...made, dynamic };
}

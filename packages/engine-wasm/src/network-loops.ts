import { type Arith, float64Arith } from '@tsuno/core';
import type { Loop } from './compile-rules.ts';
import type { Network } from './lower-plan.ts';
import { trace } from './rule-graph.ts';

/** The loops that a network needs, each under the name by which the executor calls it. */
export function networkLoops({ steps, training }: Network): readonly Loop[] {
  const loops: Loop[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.op !== 'elementwise') continue;
    const { rule } = step;
    loops.push({
      name: `forward_${index}`,
      graph: trace(1, (k, [x]) => [rule.forward(k, x)]),
      writes: [1],
      arrays: 2,
      dynamic: [],
    });
    loops.push({
      name: `backward_${index}`,
      graph: trace(3, (k, [y, dy, x]) => [rule.backward(k, y, dy, x)]),
      writes: [1],
      arrays: 3,
      dynamic: [],
    });
  }
  if (training?.loss.op === 'elementwiseMean') {
    const { rule } = training.loss;
    loops.push({
      name: 'loss',
      graph: trace(2, (k, [target, output]) => [
        rule.value(k, target, output),
        rule.derivative(k, target, output),
      ]),
      writes: [2, 3],
      arrays: 4,
      dynamic: [],
    });
  }
  if (training) {
    const { graph, slots, dynamic } = training.graph;
    // [param, grad, …slots] are read; param and the slots are written where they were.
    const arrays = 2 + slots.length;
    const writes = [0, ...slots.map((_, index) => 2 + index)];
    loops.push({ name: 'update', graph, writes, arrays, dynamic });
  }
  return loops;
}

/** Whether a function of numbers leaves the zeros of the pads alone. */
export function keepsZero(rule: (k: Arith<number>) => number): boolean {
  return rule(float64Arith) === 0;
}

import type { Step } from './lower-plan.ts';
import { keepsZero } from './network-loops.ts';

/** Whether the pads of a step's outputs, and of its inputs' derivatives, do not stay zero by themselves. */
export interface SpoiledPads {
  readonly forward: boolean;
  readonly backward: boolean;
}

/** Random numbers that a rule is tried with. */
const PROBES = [0, 0.01, 0.3, 0.5, 0.7, 0.99];

export function spoiledPads(step: Step): SpoiledPads {
  if (step.outputs % 4 === 0) return { forward: false, backward: false };
  switch (step.op) {
    case 'elementwise':
      return {
        forward: !keepsZero((k) => step.rule.forward(k, 0)),
        backward: !keepsZero((k) => step.rule.backward(k, 0, 0, 0)),
      };
    case 'random':
      return {
        forward: PROBES.some((u) => !keepsZero((k) => step.rule.forward(k, 0, u))),
        backward: PROBES.some((u) => !keepsZero((k) => step.rule.backward(k, 0, u, 0))),
      };
    case 'penalty':
      return { forward: false, backward: !keepsZero((k) => step.rule.derivative(k, 0) as number) };
    default:
      return { forward: false, backward: false };
  }
}

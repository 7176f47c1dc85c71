import { type Engine, type TrainPlan, UnsupportedError } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * Why the model, which may be compiled, is not: one sentence each. None when it is, and none when that is the user's
 * wish.
 */
export function reasonsForFallback(
  engines: readonly Engine[],
  plan: TrainPlan,
  jitCompile: 'auto' | boolean,
): readonly string[] {
  if (jitCompile !== 'auto' || engines.length < 2) return [];
  if (activeBackend() !== 'cpu') return [`the tf backend is ${activeBackend()}`];
  const reasons = engines.slice(0, -1).map((engine) => engine.unsupported(plan));
  return reasons.some((some) => some.length === 0) ? [] : reasons.flat();
}

/**
 * The first engine that can run the plan. With `'auto'` a compiled engine is only taken while tfjs's default cpu
 * backend is active: who sets another backend wants that one used.
 *
 * @throws UnsupportedError for `jitCompile: true` when no compiled engine can, with every reason.
 */
export function chooseEngine(
  engines: readonly Engine[],
  plan: TrainPlan,
  jitCompile: 'auto' | boolean,
): Engine {
  const reference = engines[engines.length - 1];
  const compiled = engines.slice(0, -1);
  if (jitCompile === false || (jitCompile === 'auto' && activeBackend() !== 'cpu'))
    return reference;
  const reasons = compiled.map((engine) => engine.unsupported(plan));
  const able = compiled.find((_, index) => reasons[index].length === 0);
  if (able !== undefined) return able;
  if (jitCompile === 'auto') return reference;
  const why = reasons.flat().join('; ') || 'this build of Tsuno has no compiled engine';
  throw new UnsupportedError(
    `compile: jitCompile is true, but this model cannot be compiled: ${why}. Use jitCompile: 'auto' to fall back to the tfjs engine.`,
  );
}

/** The name of tfjs's backend; it chooses one by priority when it is first asked for it. */
function activeBackend(): string {
  tf.backend();
  return tf.getBackend();
}

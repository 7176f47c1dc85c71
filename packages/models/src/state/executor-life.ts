import {
  type Engine,
  type Executor,
  type PlannedMetric,
  StateError,
  seededRng,
  type TrainPlan,
} from '@tsuno/core';
import type { ModelNumbers } from './model-numbers.ts';
import { sameTraining } from './same-training.ts';
import type { Call } from './turns.ts';

interface Running {
  readonly executor: Executor;
  readonly plan: TrainPlan;
  readonly seed: number;
}

/**
 * The life of a model's executor: made when a call needs one, kept for the next, exchanged for another plan or seed, and
 * never while a call holds it. When nobody does, it gives back what it holds of the backend.
 */
export class ExecutorLife {
  readonly #numbers: ModelNumbers;
  readonly #holders = new Set<Call>();
  #running: Running | null = null;

  constructor(numbers: ModelNumbers) {
    this.#numbers = numbers;
  }

  get exists(): boolean {
    return this.#running !== null;
  }

  /** The metrics that the executor measures. */
  get metrics(): readonly PlannedMetric[] {
    return this.#running?.plan.training?.metrics ?? [];
  }

  /** The seed of the executor's random numbers; null before there is one. */
  get seed(): number | null {
    return this.#running?.seed ?? null;
  }

  /**
   * The executor for this plan and seed, which `call` holds until {@link letGo}. A plan that does not train is content
   * with one that does.
   *
   * @throws StateError when another call holds one that does not do.
   */
  take(call: Call, plan: TrainPlan, seed: number, choose: (plan: TrainPlan) => Engine): Executor {
    const running = this.#running;
    const suits =
      running !== null &&
      running.seed === seed &&
      (plan.training === undefined || sameTraining(running.plan, plan));
    if (!suits) this.#requireFree(call);
    const executor = suits ? running.executor : this.#make(plan, seed, choose);
    this.#holders.add(call);
    return executor;
  }

  /** What the executor waits for before it can give back what it holds. */
  arrived(): Promise<void> | undefined {
    return this.#running?.executor.arrived?.();
  }

  letGo(call: Call): void {
    if (this.#holders.delete(call) && this.#holders.size === 0) this.#running?.executor.release();
  }

  /** Takes the numbers back and ends the executor. Nobody holds it. */
  end(): void {
    if (this.#running === null) return;
    const { executor } = this.#running;
    executor.release();
    this.#numbers.takeBack();
    executor.dispose();
    this.#running = null;
  }

  #make(plan: TrainPlan, seed: number, choose: (plan: TrainPlan) => Engine): Executor {
    this.end();
    const engine = choose(plan);
    const executor = this.#numbers.lend(
      (weights) => engine.prepare(plan, weights, seededRng(seed)),
      plan.training !== undefined,
    );
    this.#running = { executor, plan, seed };
    return executor;
  }

  #requireFree(call: Call): void {
    const other = [...this.#holders].find((holder) => holder !== call);
    if (other === undefined) return;
    throw new StateError(
      `${call.who}: the model is busy with ${other.who}, which runs with other targets, metrics or another seed. Await that first.`,
    );
  }
}

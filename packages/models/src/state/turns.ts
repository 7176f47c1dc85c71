import { StateError } from '@tsuno/core';

/** A call of one of the model's methods, while it is under way. */
export interface Call {
  readonly who: string;
}

/**
 * Decides which calls may run beside each other on one model.
 *
 * - What trains (`fit`, `trainOnBatch`) or changes what the model is (`compile`, `add`, `pop`, `build`) needs it alone.
 * - An evaluation may begin on an idle model or during `fit`, which holds still until it has ended. There is one at a
 *   time: two would add up in one account.
 * - What is done before anything else can begin (`predict`, `gradients`) may come at any time, and so may reading and
 *   the setting of weights or of the learning rate, which take effect between two batches.
 *
 * What does not fit is refused and not queued: a callback that waits for a call which waits for the callback would
 * hang.
 */
export class Turns {
  readonly #underWay = new Set<Call>();
  #evaluation: Promise<void> | null = null;
  readonly #onEnd: (call: Call) => void;
  readonly #beforeEnd: () => Promise<void> | undefined;

  /**
   * `onEnd` is told of each call that has ended, also when it failed; one that may be waited for ends only after
   * `beforeEnd`.
   */
  constructor(onEnd: (call: Call) => void, beforeEnd: () => Promise<void> | undefined) {
    this.#onEnd = onEnd;
    this.#beforeEnd = beforeEnd;
  }

  /** @throws StateError while anything is under way. */
  requireIdle(who: string): void {
    this.#requireNoneBut(who, []);
  }

  /** A call that needs the model alone. @throws StateError while anything is under way. */
  alone<T>(who: string, run: (call: Call) => Promise<T>): Promise<T> {
    this.requireIdle(who);
    return this.#untilDone(who, run);
  }

  /** An evaluation of the user's. @throws StateError while anything but `fit` is under way. */
  evaluating<T>(who: string, run: (call: Call) => Promise<T>): Promise<T> {
    this.#requireNoneBut(who, ['fit']);
    return this.#asEvaluation(() => this.#untilDone(who, run));
  }

  /** An evaluation that belongs to a call which is under way: it waits for one of the user's. */
  async validating<T>(run: () => Promise<T>): Promise<T> {
    while (this.#evaluation !== null) await this.#evaluation;
    return this.#asEvaluation(run);
  }

  /** A call that is done when it returns. */
  atOnce<T>(who: string, run: (call: Call) => T): T {
    const call = this.#begin(who);
    try {
      return run(call);
    } finally {
      this.#end(call);
    }
  }

  /** The end of the evaluation that is under way, or null: before weights move, `fit` waits while there is one. */
  get evaluation(): Promise<void> | null {
    return this.#evaluation;
  }

  async #untilDone<T>(who: string, run: (call: Call) => Promise<T>): Promise<T> {
    const call = this.#begin(who);
    try {
      return await run(call).finally(this.#beforeEnd);
    } finally {
      this.#end(call);
    }
  }

  async #asEvaluation<T>(run: () => Promise<T>): Promise<T> {
    let end = () => {};
    this.#evaluation = new Promise((resolve) => {
      end = resolve;
    });
    try {
      return await run();
    } finally {
      this.#evaluation = null;
      end();
    }
  }

  #begin(who: string): Call {
    const call = { who };
    this.#underWay.add(call);
    return call;
  }

  #end(call: Call): void {
    this.#underWay.delete(call);
    this.#onEnd(call);
  }

  #requireNoneBut(who: string, allowed: readonly string[]): void {
    const others = [...this.#underWay].map((call) => call.who);
    const other = others.find((name) => !allowed.includes(name));
    if (other !== undefined) throw busy(who, other);
    // A validation belongs to fit.
    if (this.#evaluation !== null) throw busy(who, "fit's validation");
  }
}

function busy(who: string, other: string): StateError {
  const it = who === other ? `another ${other}` : other;
  return new StateError(`${who}: the model is busy with ${it}. Await that first.`);
}

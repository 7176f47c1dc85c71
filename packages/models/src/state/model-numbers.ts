import {
  type Executor,
  type Optimizer,
  type OptimizerState,
  requireSettableRate,
  startProgress,
} from '@tsuno/core';

/** An executor that holds the numbers, and whether it trains. */
interface Holder {
  readonly executor: Executor;
  readonly trains: boolean;
}

/**
 * A model's numbers: weights, the optimizer's state, and how long it has been trained. While an executor has them they
 * are asked of it; otherwise they rest here.
 */
export class ModelNumbers {
  /** Epochs that have been trained: the order of the examples goes on from there. */
  epochsTrained = 0;
  #weights: readonly Float32Array[] = [];
  #optimizer: Optimizer | null = null;
  #optimizerState: OptimizerState | null = null;
  /** The learning rate that was set last; it outlives an optimizer state that begins anew. */
  #chosenRate: number | null = null;
  #holder: Holder | null = null;

  /** Copies. What is set is kept as it is: nobody changes it afterwards. */
  get weights(): readonly Float32Array[] {
    return this.#holder?.executor.readWeights() ?? this.#weights.map((values) => values.slice());
  }

  set weights(weights: readonly Float32Array[]) {
    if (this.#holder === null) this.#weights = weights;
    else this.#holder.executor.writeWeights(weights);
  }

  /** The same, not copied where that can be spared: for those who only read. Later weights are other arrays. */
  get restingWeights(): readonly Float32Array[] {
    return this.#holder?.executor.readWeights() ?? this.#weights;
  }

  get optimizerState(): OptimizerState | null {
    return this.#holder?.trains ? this.#holder.executor.readState() : this.#optimizerState;
  }

  /** State for the optimizer that is set. */
  set optimizerState(state: OptimizerState | null) {
    if (state !== null && this.#holder?.trains) this.#holder.executor.writeState(state);
    else this.#optimizerState = state;
  }

  get learningRate(): number {
    if (this.#holder?.trains) return this.#holder.executor.learningRate;
    const start = this.#optimizer && startProgress(this.#optimizer).learningRate;
    return this.#optimizerState?.learningRate ?? this.#chosenRate ?? start ?? 0;
  }

  set learningRate(learningRate: number) {
    if (this.#optimizer) requireSettableRate('learningRate', this.#optimizer);
    if (this.#holder?.trains) this.#holder.executor.learningRate = learningRate;
    else if (this.#optimizerState) this.#optimizerState = { ...this.#optimizerState, learningRate };
    this.#chosenRate = learningRate;
  }

  /** The weights stay, the optimizer is exchanged. Nobody holds the numbers. */
  setOptimizer(optimizer: Optimizer): void {
    this.#optimizer = optimizer;
    this.#optimizerState = null;
    this.#chosenRate = null;
  }

  /** Other weights, for which the optimizer begins anew. Nobody holds the numbers. */
  begin(weights: readonly Float32Array[]): void {
    this.#weights = weights;
    this.#optimizerState = null;
  }

  /** Hands the numbers to an executor that was just made; it has the weights. */
  lend(make: (weights: readonly Float32Array[]) => Executor, trains: boolean): Executor {
    const executor = make(this.#weights);
    if (trains && this.#optimizerState !== null) executor.writeState(this.#optimizerState);
    else if (trains && this.#chosenRate !== null) executor.learningRate = this.#chosenRate;
    this.#holder = { executor, trains };
    return executor;
  }

  /** Takes them back from the executor that has them. */
  takeBack(): void {
    if (this.#holder === null) return;
    const { executor, trains } = this.#holder;
    this.#weights = executor.readWeights();
    if (trains) this.#optimizerState = executor.readState();
    this.#holder = null;
  }
}

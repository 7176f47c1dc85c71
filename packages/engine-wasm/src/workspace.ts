import {
  type BatchLayout,
  type BatchSize,
  type FixedLayout,
  layFixed,
  panelsOf,
  up4,
  type WeightPlace,
} from './arena.ts';
import { batchTooLarge, firstBatch, largerBatches } from './batch-room.ts';
import type { Dispatch } from './dispatch.ts';
import { FIRST_FREE_BYTE, type Kernels } from './kernels.ts';
import type { Network } from './lower-plan.ts';
import { type Machine, startMachine } from './machine.ts';
import { growMemory } from './memory.ts';
import { networkLoops } from './network-loops.ts';

/** A network's memory, where everything in it lies, and what computes on it. */
export class Workspace {
  readonly network: Network;
  readonly fixed: FixedLayout;
  readonly kernels: Kernels;
  readonly call: Dispatch;
  readonly #machine: Machine;
  #batch: BatchLayout;
  #floats: Float32Array;
  #integers: Int32Array;

  constructor(network: Network, threads: number) {
    this.network = network;
    this.fixed = layFixed(network, FIRST_FREE_BYTE);
    this.#batch = firstBatch(network, this.fixed.end);
    this.#machine = startMachine(networkLoops(network), this.#batch.end, threads);
    this.kernels = this.#machine.kernels;
    this.call = this.#machine.call;
    this.#floats = new Float32Array(this.#machine.memory.buffer);
    this.#integers = new Int32Array(this.#machine.memory.buffer);
    for (const [index, at] of this.fixed.constants) this.#writeConstants(index, at);
  }

  /** Lets go of the threads beside the calling one. */
  get stop(): () => void {
    return this.#machine.stop;
  }

  get batch(): BatchLayout {
    return this.#batch;
  }

  /** A view of the memory; growing it makes another. */
  get floats(): Float32Array {
    return this.#floats;
  }

  get integers(): Int32Array {
    return this.#integers;
  }

  /**
   * Makes room for such a batch; true when everything that belongs to a batch has moved for it.
   *
   * @throws UnsupportedError when there is no room; then nothing has changed.
   */
  fit(wanted: BatchSize): boolean {
    const { size } = this.#batch;
    if (wanted.rows <= size.rows && wanted.scored <= size.scored) return false;
    const larger = largerBatches(this.network, this.fixed.end, this.#batch, wanted);
    const found = larger.find(({ end }) => this.reserve(end));
    if (found === undefined) throw batchTooLarge(this.network, this.fixed.end, wanted);
    this.#batch = found;
    return true;
  }

  /** Sees to it that there are so many bytes of memory; false when they are not to be had. */
  reserve(bytes: number): boolean {
    const { memory } = this.#machine;
    if (!growMemory(memory, bytes)) return false;
    if (this.#floats.buffer === memory.buffer) return true;
    // Growing detaches every view.
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Int32Array(memory.buffer);
    return true;
  }

  /** The address of a weight. */
  param(weight: number): number {
    return this.fixed.params + this.fixed.weights[weight].offset;
  }

  /** The address of its derivative. */
  grad(weight: number): number {
    return this.fixed.grads + this.fixed.weights[weight].offset;
  }

  /** Weights that are trained, in the plan's order. */
  get trained(): readonly WeightPlace[] {
    return this.fixed.weights.filter(({ isTrainable }) => isTrainable);
  }

  /** A generated loop over matrices of equal size, shared out by panels. */
  loop(
    name: string,
    arrays: readonly number[],
    rows: number,
    columns: number,
    ...constants: number[]
  ): void {
    // A function such as exp costs as much as some twenty multiplications.
    this.call(name, panelsOf(columns), 20 * rows * columns, (from, count) => [
      ...arrays.map((at) => at + from * 16 * rows),
      16 * rows * count,
      ...constants,
    ]);
  }

  /** Where the last step leaves its outputs. */
  get output(): number {
    const { values } = this.#batch;
    return values[values.length - 1];
  }

  /** These outputs, row by row, in memory that the next call overwrites. */
  outputs(panels: number, count: number, rows: number): Float32Array {
    const { staging } = this.#batch;
    const width = this.network.outputs;
    this.kernels.unpack(panels, staging, count, rows, width);
    return this.#floats.subarray(staging / 4, staging / 4 + count * width);
  }

  /** Puts rows as wide as the outputs, which lie one after the other, into panels. */
  packRows(from: number, to: number, count: number, rows: number): void {
    const { sources } = this.#batch;
    const width = this.network.outputs;
    for (let i = 0; i < count; i++) this.#integers[sources / 4 + i] = from + 4 * width * i;
    this.kernels.pack(sources, to, count, rows, width, 0, 0);
  }

  #writeConstants(index: number, at: number): void {
    const step = this.network.steps[index];
    if (step.op !== 'scaleColumns') return;
    const width = up4(step.outputs);
    for (const [order, values] of [step.center, step.scale, step.shift].entries()) {
      this.#floats.set(values, at / 4 + order * width);
    }
  }
}

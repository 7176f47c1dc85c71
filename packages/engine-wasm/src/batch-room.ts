import { type Batch, UnsupportedError } from '@tsuno/core';
import { type BatchLayout, type BatchSize, layBatch, layFixed, panelBytes } from './arena.ts';
import { FIRST_FREE_BYTE } from './kernels.ts';
import type { Network } from './lower-plan.ts';
import { MOST_BYTES, showBytes } from './memory.ts';

/** The batch that a machine starts with room for. */
const FIRST_BATCH = 32;

export function firstBatch(network: Network, start: number): BatchLayout {
  return layBatch(network, start, { rows: FIRST_BATCH, scored: FIRST_BATCH });
}

/**
 * Layouts with room for `wanted`, the better one first: what grows is doubled, so that batches which grow little by
 * little do not move everything each time; where that does not fit, just what is wanted.
 */
export function largerBatches(
  network: Network,
  start: number,
  { size }: BatchLayout,
  wanted: BatchSize,
): readonly BatchLayout[] {
  const grown = (now: number, next: number) => (next <= now ? now : Math.max(next, 2 * now));
  const ample = {
    rows: grown(size.rows, wanted.rows),
    scored: grown(size.scored, wanted.scored),
  };
  return [ample, wanted].map((each) => layBatch(network, start, each));
}

/** Why a network cannot live in one memory, or null. */
export function tooLarge(network: Network): string | null {
  const fixed = layFixed(network, FIRST_FREE_BYTE);
  if (firstBatch(network, fixed.end).end <= MOST_BYTES) return null;
  const parts = network.training
    ? "weights, their derivatives and the optimizer's accumulators take"
    : 'weights take';
  return `its ${parts} ${showBytes(fixed.end)}, and a WebAssembly memory holds ${showBytes(MOST_BYTES)}`;
}

/** What is thrown for a batch that there is no room for. */
export function batchTooLarge(network: Network, start: number, size: BatchSize): UnsupportedError {
  const { rows, scored } = size;
  const { end } = layBatch(network, start, size);
  const count = Math.max(rows, scored).toLocaleString('en-US');
  const needed = `A batch of ${count} examples needs ${showBytes(end)} on the compiled engine`;
  if (end <= MOST_BYTES) {
    return new UnsupportedError(
      `${needed}, and the machine does not give it. Use a smaller batchSize.`,
    );
  }
  const share = (MOST_BYTES - start) / (end - start);
  const most = Math.floor((share * Math.max(rows, scored)) / 100) * 100;
  const advice =
    most > 0
      ? `Use a batchSize of at most ${most.toLocaleString('en-US')}`
      : 'Use a smaller batchSize';
  return new UnsupportedError(
    `${needed}, and a WebAssembly memory holds ${showBytes(MOST_BYTES)}. ${advice}, or compile with jitCompile: false.`,
  );
}

/** Rows of so many bytes, in all layers, stay in a core's cache. */
const CACHED = 2 ** 19;
const LEAST_PIECE = 32;
const MOST_PIECE = 1024;

/** A batch in pieces of at most so many rows. */
export function piecesOf({ table, rows }: Batch, most: number): readonly Batch[] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, index) => ({
    table,
    rows: rows.subarray(index * most, (index + 1) * most),
  }));
}

/**
 * How many rows go through the network at a time where nothing has to stay for a way back. What a layer leaves is
 * then still in the cache when the next one reads it, and memory does not grow with the batch.
 */
export function pieceRows({ inputs, steps }: Network): number {
  const bytes = steps.reduce(
    (sum, { outputs }) => sum + panelBytes(1, outputs) / 4,
    panelBytes(1, inputs) / 4,
  );
  const rows = Math.floor(CACHED / Math.max(bytes, 1) / 4) * 4;
  return Math.min(MOST_PIECE, Math.max(LEAST_PIECE, rows));
}

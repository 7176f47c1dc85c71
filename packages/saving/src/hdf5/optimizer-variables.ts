import { allSlots, type Optimizer, type Shape } from '@tsuno/core';
import type { ModelLayout, WeightLayout } from '@tsuno/models';

/** One variable of an optimizer, as Keras numbers them. */
export type OptimizerVariable =
  | { readonly is: 'iteration' }
  | { readonly is: 'learningRate' }
  | { readonly is: 'product' }
  | { readonly is: 'slot'; readonly slot: string; readonly path: string; readonly shape: Shape };

/**
 * Accumulators that stand in a row of their own, one for each weight, behind those that alternate from weight to weight
 * (m, v, m, v …). Found in Keras's optimizers, in what each builds.
 */
const IN_A_ROW: Readonly<Record<string, readonly string[]>> = {
  Adam: ['vMax'],
  AdamW: ['vMax'],
  RMSprop: ['velocity', 'momentum', 'averageGradient'],
};

/** A running product that Keras keeps as a variable. All others it computes from the number of steps. */
const KEPT_PRODUCT: Readonly<Record<string, string>> = { Nadam: 'product' };

/** The running product that Keras keeps, if any. */
export function keptProduct({ kind }: Optimizer): string | undefined {
  return KEPT_PRODUCT[kind];
}

/** An optimizer's variables in Keras 3.15's order. */
export function optimizerVariables(
  optimizer: Optimizer,
  weights: readonly WeightLayout[],
): readonly OptimizerVariable[] {
  const { average, accumulated, own, product } = partsOf(optimizer, weights);
  return [...begin(optimizer), ...average, ...accumulated, ...own, ...product];
}

/** All orders in which Keras 3.0 to 3.15 wrote them, the newest first. */
export function ordersOfVariables(
  optimizer: Optimizer,
  weights: readonly WeightLayout[],
): readonly (readonly OptimizerVariable[])[] {
  const { average, accumulated, own, product } = partsOf(optimizer, weights);
  // Before 3.12, weight by weight, and the product before the accumulators.
  const handled = weights.flatMap((_, index) => [average[index], accumulated[index]]);
  const before = [...begin(optimizer), ...handled.filter((each) => each !== undefined)];
  return [optimizerVariables(optimizer, weights), [...before, ...product, ...own]];
}

function begin({ learningRate }: Optimizer): readonly OptimizerVariable[] {
  const isKept = typeof learningRate === 'number';
  return [{ is: 'iteration' }, ...(isKept ? [{ is: 'learningRate' } as const] : [])];
}

function partsOf(optimizer: Optimizer, weights: readonly WeightLayout[]) {
  const row = (slot: string) =>
    weights.map(({ path, shape }) => ({ is: 'slot', slot, path, shape }) as const);
  const { average, accumulated } = allSlots(optimizer);
  const rows = IN_A_ROW[optimizer.kind] ?? [];
  const slots = Object.keys(optimizer.slots);
  const alternating = slots.filter((slot) => !rows.includes(slot)).map(row);
  return {
    average: average === undefined ? [] : row('average'),
    accumulated: accumulated === undefined ? [] : row('accumulated'),
    own: [
      ...weights.flatMap((_, index) => alternating.map((each) => each[index])),
      ...rows.filter((slot) => slots.includes(slot)).flatMap(row),
    ],
    product: keptProduct(optimizer) === undefined ? [] : [{ is: 'product' } as const],
  };
}

/** The weights that training moves: the ones that an optimizer has variables for. */
export function trainedWeights({ layers }: ModelLayout): readonly WeightLayout[] {
  return layers.flatMap(({ weights }) => weights).filter(({ trainable }) => trainable);
}

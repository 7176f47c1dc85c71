import type { ArrayLikeData } from '@tsuno/models';
import { showNumber } from '../compare/measure.ts';
import type { Model } from '../model.ts';
import type { Finding } from './finding.ts';
import { activationOf, outputPlace } from './measure-layers.ts';

/** So far beyond 0 and 1 rounding may carry a probability. */
const ROUNDING = 1e-5;

/**
 * Last layers and losses that train without an error, but not to what was meant. `outputs` is what the model gives for
 * some examples.
 */
export function outputFindings(
  model: Model,
  y: ArrayLikeData,
  outputs: Float32Array,
): readonly Finding[] {
  const loss = model.compileOptions?.loss;
  const handle = model.layers[outputPlace(model.layers)];
  if (loss === undefined || handle === undefined) return [];
  const activation = activationOf(handle.layer);
  const units = Number(handle.outputShape.at(-1));
  const { kind } = loss;
  const about = `The last layer, "${handle.name}", has ${units} ${units === 1 ? 'unit' : 'units'} and ends in ${activation}; the loss is ${kind}.`;
  const finding = (title: string, advice: string, measured?: string): Finding => ({
    id: 'output-mismatch',
    severity: 'warning',
    layer: handle.name,
    title,
    evidence: measured === undefined ? about : `${about} ${measured}`,
    advice,
  });
  if (activation === 'softmax' && units === 1) {
    return [
      finding(
        'A softmax over one unit is always 1.',
        "Use activation 'linear' and BinaryCrossentropy({ fromLogits: true }).",
      ),
    ];
  }
  if (loss.expects === 'probabilities' && outputs.some(isNoProbability)) {
    const { least, most } = rangeOf(outputs);
    const range = `For these examples it gives ${showNumber(least)} to ${showNumber(most)}.`;
    const last = kind.startsWith('Binary') ? 'sigmoid' : 'softmax';
    const logits = 'fromLogits' in loss.config ? "'linear' and use fromLogits: true, or in " : '';
    return [
      finding(
        'The loss takes the outputs for probabilities, but they are not within [0, 1].',
        `End in ${logits}'${last}'.`,
        range,
      ),
    ];
  }
  if (activation === 'relu' && (loss.expects === 'logits' || hasNegative(y))) {
    return [
      finding('The outputs cannot be negative, but the targets or logits are.', "End in 'linear'."),
    ];
  }
  const isClassifier = activation === 'softmax' || activation === 'sigmoid';
  if (isClassifier && /SquaredError|AbsoluteError|Huber|LogCosh/.test(kind)) {
    const cross = activation === 'softmax' ? 'a categorical' : 'the binary';
    return [
      finding(
        'Probabilities are trained with a loss for numbers: gradients vanish where the model is most wrong.',
        `End in 'linear' and use ${cross} crossentropy with fromLogits: true.`,
      ),
    ];
  }
  if (kind === 'BinaryCrossentropy' && activation === 'softmax') {
    return [
      finding(
        'Classes that exclude each other are trained as if each stood alone.',
        'Use CategoricalCrossentropy or SparseCategoricalCrossentropy.',
      ),
    ];
  }
  if (kind === 'MeanSquaredError' && units === 1 && activation === 'tanh' && exceeds(y, 1)) {
    return [
      finding('Targets lie outside of (−1, 1), where tanh cannot reach.', "End in 'linear'."),
    ];
  }
  return [];
}

function isNoProbability(value: number): boolean {
  return value < -ROUNDING || value > 1 + ROUNDING;
}

function rangeOf(values: Float32Array): { readonly least: number; readonly most: number } {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return { least, most: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) };
}

function hasNegative(y: ArrayLikeData): boolean {
  return numbersOf(y).some((value) => value < 0);
}

function exceeds(y: ArrayLikeData, limit: number): boolean {
  return numbersOf(y).some((value) => Math.abs(value) > limit);
}

function numbersOf(y: ArrayLikeData): readonly number[] {
  if ('dataSync' in y) return Array.from(y.dataSync());
  return (ArrayBuffer.isView(y) ? Array.from(y as Float32Array) : [y].flat(8)) as number[];
}

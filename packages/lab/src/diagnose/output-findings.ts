import type { ArrayLikeData } from '@tsuno/models';
import type { Model } from '../model.ts';
import type { Finding } from './finding.ts';
import { activationOf } from './measure-layers.ts';

/** Last layers and losses that train without an error, but not to what was meant. */
export function outputFindings(model: Model, y: ArrayLikeData): readonly Finding[] {
  const loss = model.compileOptions?.loss;
  const handle = model.layers[model.layers.length - 1];
  if (loss === undefined || handle === undefined) return [];
  const activation = activationOf(handle.layer);
  const units = Number(handle.outputShape.at(-1));
  const { kind } = loss;
  const about = `The last layer, "${handle.name}", has ${units} ${units === 1 ? 'unit' : 'units'} and ends in ${activation}; the loss is ${kind}.`;
  const finding = (title: string, advice: string): Finding => ({
    id: 'output-mismatch',
    severity: 'warning',
    layer: handle.name,
    title,
    evidence: about,
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

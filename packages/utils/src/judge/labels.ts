import { counted, LabelError, OptionError, ShapeError, sizeOf } from '@tsuno/core';
import { type ArrayLikeData, toRows } from '@tsuno/models';

/** Labels as they are judged: class numbers, texts, one row of scores for each example, or single probabilities. */
export type Labels = ArrayLikeData | readonly string[];

/** What labels need to be read as classes. */
export interface LabelReading {
  readonly who: string;
  /** The classes' names by their numbers; empty when they are to be found. */
  readonly classNames: readonly string[];
  /** Whether single scores are logits: above 0 is class 1. */
  readonly fromLogits: boolean;
  /** From where on a probability says class 1. */
  readonly threshold: number;
}

/** Two lists of class numbers, and what the classes are called. */
export interface JudgedLabels {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** The classes' names by their numbers. */
  readonly names: readonly string[];
}

/**
 * Truth and prediction as class numbers: rows of more than one score stand for their largest, single scores for 0 or 1.
 *
 * @throws LabelError for what is no class; ShapeError for different lengths; OptionError for logits that are not said to be.
 */
export function judgedLabels(yTrue: Labels, yPred: Labels, reading: LabelReading): JudgedLabels {
  const { who, classNames } = reading;
  const texts = [yTrue, yPred].filter(isTexts);
  const found = [...new Set(texts.flat())].sort();
  const known = classNames.length > 0 || texts.length === 0 ? classNames : found;
  const truth = classesOf(yTrue, 'yTrue', known, reading);
  const predicted = classesOf(yPred, 'yPred', known, reading);
  if (truth.classes.length !== predicted.classes.length) {
    throw new ShapeError(
      `${who}: yTrue has ${counted(truth.classes.length, 'label')}, but yPred has ${predicted.classes.length}. Each example needs one of each.`,
    );
  }
  if (truth.classes.length === 0) throw new ShapeError(`${who}: there are no labels.`);
  const count = Math.max(truth.count, predicted.count, known.length);
  if (known.length > 0 && known.length < count) {
    throw new LabelError(
      `${who}: classNames has ${counted(known.length, 'name')}, but there are labels up to ${count - 1}, so ${counted(count, 'class', 'classes')}.`,
    );
  }
  const names = Array.from({ length: count }, (_, label) => known[label] ?? String(label));
  return { truth: truth.classes, predicted: predicted.classes, names };
}

const isTexts = (labels: Labels): labels is readonly string[] =>
  Array.isArray(labels) && labels.length > 0 && labels.every((label) => typeof label === 'string');

/** Class numbers, and how many classes there must be for them. */
function classesOf(
  labels: Labels,
  name: 'yTrue' | 'yPred',
  known: readonly string[],
  { who, fromLogits, threshold }: LabelReading,
): { readonly classes: ArrayLike<number>; readonly count: number } {
  if (isTexts(labels)) return { classes: numbersOf(who, name, labels, known), count: 0 };
  const { values, shape, size } = toRows(who, name, labels);
  const width = sizeOf(shape);
  if (shape.length > 1) {
    throw new ShapeError(
      `${who}: ${name} has rows of shape [${shape.join(', ')}]. Give labels, or one row of scores for each example.`,
    );
  }
  const bad = values.findIndex((value) => Number.isNaN(value));
  if (bad >= 0)
    throw new LabelError(`${who}: ${name} holds NaN, for example ${Math.floor(bad / width)}.`);
  if (width > 1) {
    const classes = Int32Array.from({ length: size }, (_, row) =>
      argMax(values.subarray(row * width, (row + 1) * width)),
    );
    return { classes, count: width };
  }
  const scores = name === 'yPred' && (fromLogits || !values.every(Number.isInteger));
  if (!scores) return { classes: values, count: countOf(who, name, values) };
  if (!fromLogits) requireProbabilities(who, values);
  const least = fromLogits ? 0 : threshold;
  return { classes: Int32Array.from(values, (value) => (value > least ? 1 : 0)), count: 2 };
}

function numbersOf(
  who: string,
  name: string,
  labels: readonly string[],
  known: readonly string[],
): ArrayLike<number> {
  const numbers = new Map(known.map((word, number) => [word, number]));
  return Int32Array.from(labels, (label, at) => {
    const number = numbers.get(label);
    if (number !== undefined) return number;
    throw new LabelError(
      `${who}: ${name}[${at}] is ${JSON.stringify(label)}, which is none of classNames: ${known.join(', ')}.`,
    );
  });
}

function countOf(who: string, name: string, labels: ArrayLike<number>): number {
  let count = 0;
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    if (!Number.isInteger(label) || label < 0) {
      throw new LabelError(
        `${who}: ${name}[${at}] is ${label}, and classes are whole numbers from 0 on.`,
      );
    }
    count = Math.max(count, label + 1);
  }
  if (count <= MOST_CLASSES) return count;
  throw new LabelError(
    `${who}: ${name} has the label ${count - 1}, and at most ${MOST_CLASSES} classes are told apart. Is it a column of classes?`,
  );
}

/** A table of so many rows and columns is 8 MB. */
const MOST_CLASSES = 1_000;

function requireProbabilities(who: string, values: Float32Array | Int32Array): void {
  const at = values.findIndex((value) => value < 0 || value > 1);
  if (at < 0) return;
  throw new OptionError(
    `${who}: yPred[${at}] is ${values[at]}, so these are not probabilities. For a model without an activation at its end, give { fromLogits: true }.`,
  );
}

function argMax(values: Float32Array | Int32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

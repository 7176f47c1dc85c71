import {
  type Layer,
  OptionError,
  type PlannedLayer,
  refuseUnknownOptions,
  requireBoolean,
  requireOptions,
  requireWhole,
  show,
  showBatchShape,
  standardOutput,
} from '@tsuno/core';
import { countTrained, countWeights } from './layer-handle.ts';
import { nameLayers } from './plan-layers.ts';
import type { ModelState } from './state/model-state.ts';

export interface SummaryOptions {
  /** Columns of the table; by default 88, or what fits the terminal. */
  readonly lineLength?: number;
  /** Where the columns of the table end, as shares of its width. */
  readonly positions?: readonly number[];
  /** Takes the whole text; by default it is written to the standard output. */
  readonly printFn?: (text: string) => void;
  /** Adds a column that says which layers are trained. */
  readonly showTrainable?: boolean;
  /** The names of the first and the last layer to show. */
  readonly layerRange?: readonly [string, string];
}

/** What a summary tells of. */
export interface Summarized {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Null before the model is built. */
  readonly planned: readonly PlannedLayer[] | null;
  /** How many numbers the optimizer keeps; null before it has made a step. */
  readonly optimizerParams: number | null;
  /** Further lines, such as why a model is not compiled. */
  readonly notes: readonly string[];
}

/** `summary` of Sequential: says it where the options want it said. */
export function summaryOf(state: ModelState, name: string, options: SummaryOptions = {}): void {
  requireOptions('summary', options, '{ showTrainable: true }');
  const { lineLength, positions, printFn, showTrainable, layerRange, ...unknown } = options;
  const known = { lineLength, positions, printFn, showTrainable, layerRange };
  refuseUnknownOptions('summary', unknown, Object.keys(known));
  if (printFn !== undefined && typeof printFn !== 'function') {
    throw new OptionError(
      `summary: printFn must be a function that takes the text, got ${show(printFn)}.`,
    );
  }
  if (showTrainable !== undefined) requireBoolean('summary', { showTrainable });
  requirePositions(positions);
  if (layerRange !== undefined && !(Array.isArray(layerRange) && layerRange.length === 2)) {
    throw new OptionError(
      `summary: layerRange must be [first, last], the names of two layers, got ${show(layerRange)}.`,
    );
  }
  const { layers, planned, fallbackReasons } = state.definition;
  const notes =
    fallbackReasons.length > 0 ? [`Trains on the tfjs engine: ${fallbackReasons.join('; ')}`] : [];
  const optimizerParams = optimizerParamsOf(state);
  const text = summarize({ name, layers, planned, optimizerParams, notes }, options);
  if (printFn) printFn(text);
  else standardOutput().write(`${text}\n`);
}

/** @throws OptionError unless they are three shares of the width, each beyond the one before. */
function requirePositions(positions: unknown): void {
  if (positions === undefined) return;
  const isGood =
    Array.isArray(positions) &&
    positions.length === 3 &&
    Array.from(positions).every(
      (share, index) =>
        typeof share === 'number' && share > (positions[index - 1] ?? 0) && share <= 1,
    );
  if (!isGood) {
    throw new OptionError(
      `summary: positions must be three shares of the width, such as [0.45, 0.8, 1], got ${show(positions)}.`,
    );
  }
}

/** Iterations, learning rate, and the accumulators of every trained weight: what Keras counts. */
function optimizerParamsOf({ numbers }: ModelState): number | null {
  const state = numbers.optimizerState;
  if (state === null || state.iterations === 0) return null;
  const slots = state.slots.flatMap((arrays) => Object.values(arrays));
  return 2 + slots.reduce((sum, { length }) => sum + length, 0);
}

type Alignment = 'left' | 'right' | 'center';

/**
 * Keras's table of a model's layers, shapes and parameters.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/utils/summary_utils.py
 */
export function summarize(model: Summarized, options: SummaryOptions): string {
  const { showTrainable = false } = options;
  const width = 88 + (showTrainable ? 12 : 0);
  const { lineLength = Math.min(width, standardOutput().columns - 4) } = options;
  requireWhole('summary', { lineLength }, 20);
  if (lineLength > WIDEST) {
    throw new OptionError(`summary: lineLength must be at most ${WIDEST}, got ${lineLength}.`);
  }
  const shares = options.positions ?? [0.45, 0.8, 1];
  const positions = showTrainable ? [...shares.map((share) => share * 0.9), 1] : shares;
  const header = [
    'Layer (type)',
    'Output Shape',
    'Param #',
    ...(showTrainable ? ['Trainable'] : []),
  ];
  const alignment: Alignment[] = ['left', 'left', 'right', 'center'];
  const rows = rowsOf(model, showTrainable, options.layerRange);
  return [
    `Model: "${model.name}"`,
    ...table([header, ...rows], columnWidths(positions, lineLength), alignment),
    ...totals(model),
    ...model.notes.map((note) => ` ${note}`),
    '',
  ].join('\n');
}

function rowsOf(
  { layers, planned }: Summarized,
  showTrainable: boolean,
  range?: readonly [string, string],
): string[][] {
  const names = nameLayers(layers);
  const shown = layers.flatMap((layer, index) => (layer.inputShape ? [] : [index]));
  const [from, to] = range ? range.map((name) => requireLayer(names, name)) : [0, layers.length];
  return shown
    .filter((index) => index >= from && index <= to)
    .map((index) => {
      const place = planned?.[index];
      const weights = place ? countWeights([place]) : 0;
      const trained = weights === 0 ? '-' : layers[index].trainable ? 'Y' : 'N';
      return [
        `${names[index]} (${layers[index].kind})`,
        place ? showBatchShape(place.output) : '?',
        place ? weights.toLocaleString('en-US') : '0 (unbuilt)',
        ...(showTrainable ? [trained] : []),
      ];
    });
}

function requireLayer(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new OptionError(
      `summary: layerRange names ${show(name)}, which is not a layer. Layers are ${names.join(', ')}.`,
    );
  return index;
}

function totals({ planned, optimizerParams }: Summarized): string[] {
  const trainable = countTrained(planned ?? []);
  const frozen = countWeights(planned ?? []) - trainable;
  const line = (label: string, count: number) =>
    ` ${label}: ${count.toLocaleString('en-US')} (${showBytes(4 * count)})`;
  return [
    line('Total params', trainable + frozen + (optimizerParams ?? 0)),
    line('Trainable params', trainable),
    line('Non-trainable params', frozen),
    ...(optimizerParams === null ? [] : [line('Optimizer params', optimizerParams)]),
  ];
}

function showBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${(roundHalfEven(100 * size) / 100).toFixed(2)} ${units[unit]}`;
}

/** Columns end where `positions` say, less an even share of what the rules and paddings take. */
/** Wider than any screen; each line is a string of this length. */
const WIDEST = 10_000;

function columnWidths(positions: readonly number[], lineLength: number): number[] {
  const ends = positions.map((share) => Math.floor(share * lineLength));
  let excess = 3 * positions.length + 1;
  return ends.map((end, index) => {
    const taken = roundHalfEven(excess / (ends.length - index));
    excess -= taken;
    const width = end - (ends[index - 1] ?? 0) - taken + 2;
    if (width < 4) throw new OptionError('summary: lineLength is too small for the table.');
    return width;
  });
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A box with a heavy head; the first row is the head. */
function table(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  alignment: readonly Alignment[],
): string[] {
  const rule = (left: string, line: string, cross: string, right: string) =>
    left + widths.map((width) => line.repeat(width)).join(cross) + right;
  const [head, ...body] = rows.map((row) => cells(row, widths, alignment));
  const framed = (lines: string[][], edge: string) =>
    lines.map((line) => `${edge}${line.map((text) => ` ${text} `).join(edge)}${edge}`);
  return [
    rule('┏', '━', '┳', '┓'),
    ...framed(head, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...body.flatMap((lines, index) => [
      ...(index === 0 ? [] : [rule('├', '─', '┼', '┤')]),
      ...framed(lines, '│'),
    ]),
    rule('└', '─', '┴', '┘'),
  ];
}

/** The lines of one row, each cell wrapped at blanks and padded. */
function cells(
  row: readonly string[],
  widths: readonly number[],
  alignment: readonly Alignment[],
): string[][] {
  const wrapped = row.map((text, column) => wrap(text, widths[column] - 2));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped.map((lines, column) => align(lines[line] ?? '', widths[column] - 2, alignment[column])),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const fitted = word.length > width ? `${word.slice(0, width - 1)}…` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + fitted.length <= width) {
      lines[lines.length - 1] = `${last} ${fitted}`;
    } else lines.push(fitted);
  }
  return lines;
}

function align(text: string, width: number, alignment: Alignment): string {
  if (alignment === 'right') return text.padStart(width);
  if (alignment === 'left') return text.padEnd(width);
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}`.padEnd(width);
}

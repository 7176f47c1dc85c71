import { OptionError, ShapeError } from './errors.ts';
import { filled, kind, type Made, type Option, oneOrList } from './option-kinds.ts';
import { type Shape, showShape } from './shape.ts';
import { show } from './show.ts';

/** An axis, counted with the batch as 0; negative ones count from the end. */
/* @__NO_SIDE_EFFECTS__ */
export function axisOption<Preset extends readonly [preset?: number]>(
  ...preset: Preset
): Made<number, number, Preset> {
  const about = 'other than 0, which is the batch, such as -1 for the last axis';
  const read = (given: unknown) =>
    Number.isSafeInteger(given) && given !== 0 ? (given as number) : undefined;
  return kind(
    { takes: `a whole number ${about}`, plural: `whole numbers ${about}`, read },
    ...preset,
  );
}

/** One axis of this kind, or a list of different ones. */
/* @__NO_SIDE_EFFECTS__ */
export function axesOption<Preset extends readonly [preset?: number | readonly number[]]>(
  each: Option<number>,
  ...preset: Preset
): Made<number | readonly number[], number | readonly number[], Preset> {
  const oneOrMore = filled(oneOrList<number, number, []>(each));
  const read = (given: unknown, who: string, option: string) => {
    const axes = oneOrMore.read(given, who, option);
    if (Array.isArray(axes)) requireDifferentAxes(who, axes, option);
    return axes;
  };
  return kind({ takes: `${each.takes}, or a list of such`, read }, ...preset);
}

/** @throws OptionError where the same axis is named twice. */
export function requireDifferentAxes(who: string, axes: readonly number[], option = 'axis'): void {
  if (new Set(axes).size === axes.length) return;
  throw new OptionError(`${who}: ${option} has one of its numbers twice, got ${show(axes)}.`);
}

/**
 * Where `axis` is in tensors of `rank` axes, the batch among them: of two axes −1 is 1. `of` says in errors what has
 * these axes; `first` is 0 where the batch's axis, or the first of a weight, will do.
 *
 * @throws ShapeError for one that does not exist.
 */
export function axisIn(
  who: string,
  axis: number,
  rank: number,
  { of = 'inputs', first = 1 }: { readonly of?: string; readonly first?: 0 | 1 } = {},
): number {
  const place = axis < 0 ? axis + rank : axis;
  if (place >= first && place < rank) return place;
  const axes = rank === 1 ? '1 axis' : `${rank} axes`;
  const batch = first === 1 ? '0 is the batch, so ' : '';
  const possible =
    rank <= first ? 'there is none' : `it can be ${first} to ${rank - 1}, or -1 for the last`;
  throw new ShapeError(
    `${who}: axis ${axis} does not exist in ${of} with ${axes}; ${batch}${possible}.`,
  );
}

/** Refuses outputs of a shape without that axis. */
export function requireAxisIn(who: string, axis: number, output: Shape): void {
  if (output.length === 0) {
    throw new ShapeError(
      `${who}: the outputs must be vectors at least, got the shape ${showShape(output)}.`,
    );
  }
  axisIn(who, axis, output.length + 1, { of: 'outputs' });
}

/** Whether `axis` is the only one of an example. */
export const isOnlyAxis = (axis: number, example: Shape): boolean =>
  example.length === 1 && (axis === -1 || axis === 1);

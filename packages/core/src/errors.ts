/**
 * Everything that Tsuno refuses is refused with one of these. A message says who refuses, what was expected,
 * what came instead, and what to do about it.
 */
export class TsunoError extends Error {
  override readonly name: string = 'TsunoError';
}

/** Sizes that do not fit together: layers, weights, rows, columns. */
export class ShapeError extends TsunoError {
  override readonly name = 'ShapeError';
}

/** An option, a name or an argument that is not one of those allowed. */
export class OptionError extends TsunoError {
  override readonly name = 'OptionError';
}

/** Numbers in the data that nothing can be learned from: NaN, infinity, ragged rows. */
export class DataError extends TsunoError {
  override readonly name = 'DataError';
}

/** Targets that do not fit the loss: out of range, fractional, of another form. */
export class LabelError extends TsunoError {
  override readonly name = 'LabelError';
}

/** A call that comes too early or too late: `fit` before `compile`, a second `fit` during the first. */
export class StateError extends TsunoError {
  override readonly name = 'StateError';
}

/** Something correct that this engine, format or platform cannot do. */
export class UnsupportedError extends TsunoError {
  override readonly name = 'UnsupportedError';
}

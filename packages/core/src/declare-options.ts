import { OptionError } from './errors.ts';
import { type Option, refused } from './option-kinds.ts';
import { refuseUnknownOptions, requireNamedOptions } from './options.ts';

/** The options of a factory by name. Their doc comments are those that editors show to its callers. */
export type OptionDeclarations = Readonly<Record<string, Option>>;

type Given<O> = O extends Option<infer G, unknown> ? G : never;
type Value<O> = O extends Option<unknown, infer V> ? V : never;
type RequiredNames<D> = {
  [Name in keyof D]: D[Name] extends { readonly isRequired: true } ? Name : never;
}[keyof D];
type OptionalNames<D> = Exclude<keyof D, RequiredNames<D>>;
/** An intersection as one type. Property by property, so that doc comments stay with their options. */
type Flat<T> = { [Name in keyof T]: T[Name] };

type OptionsIn<D> = Flat<
  { readonly [Name in keyof Pick<D, RequiredNames<D>>]: Given<D[Name]> } & {
    readonly [Name in keyof Pick<D, OptionalNames<D>>]?: Given<D[Name]>;
  }
>;

/** What callers may give to a factory without options: nothing, or `{}`. */
export type NoOptions = Readonly<Record<never, never>>;

/** What callers may give, for `declared = declareOptions(…)`: `OptionsOf<typeof declared>`. */
export type OptionsOf<Declared> = Declared extends DeclaredOptions<infer D> ? OptionsIn<D> : never;

/**
 * Stands beside `OptionsOf<typeof declared>` where an interface extends it: of an interface that extends one type alone
 * the compiler shows that type in errors, which is half a page, and not the interface's name.
 */
export type Shown = Readonly<Record<never, never>>;

/** The options with every default filled in. */
export type ConfigOf<D> = { readonly [Name in keyof D]: Value<D[Name]> };

/** What a description begins with. */
export interface Described<D> {
  readonly kind: string;
  readonly config: ConfigOf<D>;
  readonly options: D;
}

/** The options of one factory, which it reads its arguments with. */
export interface DeclaredOptions<D> {
  readonly kind: string;
  readonly options: D;
  /**
   * The arguments of the factory, checked, with every default filled in: as a rule `declared.read(arguments)`.
   *
   * @throws OptionError for what is no object of options, unknown options, missing ones and values that are refused.
   */
  read(given: ArrayLike<unknown>): Described<D>;
}

/**
 * Declares the options of a factory: each once, with its kind, range and default. Checks, the factory's type, the
 * reference and JSON follow from it.
 *
 * @param hints sentences about options that it does not have, but people look for.
 * @example
 * import { declareOptions, defineRegularizer, option, type OptionsOf } from 'tsuno/core';
 *
 * const declared = declareOptions('Quartic', {
 *   // How much the penalty counts.
 *   strength: option.number('[0, ∞)', 0.01),
 * });
 * const Quartic = (...given: [OptionsOf<typeof declared>?]) => {
 *   const { kind, config } = declared.read(given);
 *   return defineRegularizer({
 *     kind,
 *     config,
 *     rule: {
 *       value: (k, w) => k.mul(k.square(k.square(w)), config.strength),
 *       derivative: (k, w) => k.mul(k.mul(k.square(w), w), 4 * config.strength),
 *     },
 *   });
 * };
 * console.assert(Quartic().config.strength === 0.01);
 */
/* @__NO_SIDE_EFFECTS__ */
export function declareOptions<D extends OptionDeclarations>(
  kind: string,
  options: D,
  hints: Readonly<Record<string, string>> = {},
): DeclaredOptions<D> {
  return {
    kind,
    options,
    read(given) {
      const config = readOptions(kind, options, given, hints);
      return { kind, config: Object.freeze(config) as ConfigOf<D>, options };
    },
  };
}

function readOptions(
  who: string,
  declared: OptionDeclarations,
  args: ArrayLike<unknown>,
  hints: Readonly<Record<string, string>>,
): Record<string, unknown> {
  requireNamedOptions(who, args);
  const given = (args[0] ?? {}) as Readonly<Record<string, unknown>>;
  refuseUnknownOptions(who, given, Object.keys(declared), hints);
  return Object.fromEntries(
    Object.entries(declared).map(([name, option]) => [
      name,
      readOption(who, name, option, given[name] === undefined ? option.preset : given[name]),
    ]),
  );
}

function readOption(who: string, name: string, option: Option, given: unknown): unknown {
  if (given === undefined) {
    if (!option.isRequired) return undefined;
    throw new OptionError(`${who}: ${name} is missing; it must be ${option.takes}.`);
  }
  const value = option.read(given, who, name);
  if (value === undefined) throw refused(option, given, who, name);
  return value;
}

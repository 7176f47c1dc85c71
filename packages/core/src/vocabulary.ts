import {
  type Description,
  type DescriptionType,
  isDescription,
  type Namespace,
} from './description.ts';
import { OptionError } from './errors.ts';
import { didYouMean, type SnakeCase, snakeCase } from './names.ts';
import { show } from './show.ts';

/** The names of a namespace's factories. */
export type FactoryNames<N> = {
  [K in keyof N & string]: N[K] extends (...options: never[]) => Description ? K : never;
}[keyof N & string];

type AliasesOf<N> = {
  [K in FactoryNames<N>]: N[K] extends { readonly aliases: readonly (infer A extends string)[] }
    ? A
    : never;
}[FactoryNames<N>];

/**
 * The strings that stand for a namespace's factories, as literals: `'mean_squared_error' | 'MeanSquaredError' | 'mse'`.
 * They follow from the names of the exports and from the `aliases` that a factory carries; there is no second table.
 */
export type NameOf<N> = FactoryNames<N> | SnakeCase<FactoryNames<N>> | AliasesOf<N>;

/** Keras's optimizer strings are class names in lower case: `'adam'`, `'rmsprop'`. */
export type LowercaseNameOf<N> = FactoryNames<N> | Lowercase<FactoryNames<N>>;

/**
 * What a name or a description of a namespace stands for: a string is looked up there (case and underscores do not
 * matter), a factory is called with its defaults, a description is taken as it is.
 *
 * @throws OptionError with the nearest known name.
 */
export function resolveDescription<Type extends DescriptionType>(
  namespace: Namespace,
  given: unknown,
  {
    who,
    option,
    type,
    further = [],
  }: {
    readonly who: string;
    readonly option: string;
    readonly type: Type;
    readonly further?: readonly string[];
  },
): Description<Type> {
  if (isDescription(given, type)) {
    if (Object.values(given).some((part) => typeof part === 'function')) return given;
    throw new OptionError(
      `${who}: ${option} is ${show(given)} as JSON, which can do nothing. revive makes a description of it again.`,
    );
  }
  const factories = factoriesIn(namespace, type);
  const known = spellings(factories);
  const factory = typeof given === 'string' ? known.get(plain(given)) : given;
  if (factories.some(([, each]) => each === factory))
    return (factory as Factory)() as Description<Type>;
  if (typeof given === 'string') {
    const names = [...new Set([...further, ...factories.map(([name]) => snakeCase(name))])];
    throw new OptionError(
      `${who}: ${option} ${show(given)} is not known.${didYouMean(given, names)} Known are ${names.map(show).join(', ')}.`,
    );
  }
  const other = isDescription(given) ? `the ${given.type} ${given.kind}` : show(given);
  const own = `define${type[0].toUpperCase()}${type.slice(1)}`;
  throw new OptionError(
    `${who}: ${option} must be a name or ${aOrAn(type)} made by a factory, got ${other}. ${own} makes one of your own.`,
  );
}

type Factory = ((options?: object) => Description) & { readonly aliases?: readonly string[] };

/**
 * A namespace's factories by the names of its exports. A function's own name is not asked: bundlers change it, when they
 * make names short or put two of one name into one file.
 */
function factoriesIn(namespace: Namespace, type: DescriptionType): readonly [string, Factory][] {
  // Beside its factories a namespace may export verbs (`attach`, `compute`), which begin with a small letter.
  // Activations alone are named as Keras names them: `relu`.
  const isFactory = (name: string) => type === 'activation' || /^[A-Z]/.test(name);
  return Object.entries(namespace).filter(
    (entry): entry is [string, Factory] => typeof entry[1] === 'function' && isFactory(entry[0]),
  );
}

/** Every spelling of every factory. */
function spellings(factories: readonly [string, Factory][]): Map<string, Factory> {
  return new Map(
    factories.flatMap(([name, factory]) =>
      [name, ...(factory.aliases ?? [])].map((spelling) => [plain(spelling), factory] as const),
    ),
  );
}

const plain = (name: string) => name.toLowerCase().replaceAll('_', '');
const aOrAn = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

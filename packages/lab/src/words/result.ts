import { OptionError, show } from '@tsuno/core';
import type { Comparison } from '../compare/compare-optimizers.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Explanation } from '../explain/explain-step.ts';
import type { Paths } from '../paths/trace-paths.ts';
import type { Recording } from '../probe/probe.ts';
import { RESULT_SHAPES, type Shape } from './result-shape.ts';

/** Whatever the lab finds out. All of them are plain data; `kind` tells them apart. */
export type Result = Comparison | Sweep | Paths | Recording | Explanation | Diagnosis;

/** Numbers and words in rows. */
export interface ResultTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Who makes a result of each kind. */
const MAKERS: Readonly<Record<Result['kind'], string>> = {
  comparison: 'compareOptimizers',
  sweep: 'sweepLearningRates',
  paths: 'tracePaths',
  probe: 'a probe’s recording()',
  explanation: 'explainStep',
  diagnosis: 'diagnose',
};

/** @throws OptionError for what is no result of the lab, one of another kind than asked for, and half of one. */
export function requireResult<K extends Result['kind'] = Result['kind']>(
  who: string,
  result: unknown,
  kind?: K,
): asserts result is Extract<Result, { kind: K }> {
  const found = kindOf(result);
  if (found === null || (kind !== undefined && found !== kind)) {
    const wanted = kind === undefined ? 'one that the lab gave' : `a ${kind}`;
    const maker = MAKERS[kind ?? 'comparison'];
    const got = found === null ? show(result) : `a ${found}`;
    throw new OptionError(
      `${who}: the result must be ${wanted}, such as that of ${maker}, got ${got}.${adviceFor(result)}`,
    );
  }
  const wrong = wrongPart(result, RESULT_SHAPES[found], '');
  if (wrong === null) return;
  throw new OptionError(
    `${who}: the result says that it is a ${found}, but ${wrong}. Give it whole, as ${MAKERS[found]} gave it.`,
  );
}

function kindOf(result: unknown): Result['kind'] | null {
  const { kind, config } = (result ?? {}) as { kind?: unknown; config?: unknown };
  const isKnown = typeof kind === 'string' && Object.hasOwn(MAKERS, kind) && config === undefined;
  return isKnown ? (kind as Result['kind']) : null;
}

function adviceFor(result: unknown): string {
  const { recording, then } = (result ?? {}) as { recording?: unknown; then?: unknown };
  if (typeof recording === 'function') return ' Of a probe, give recording().';
  return typeof then === 'function' ? ' Wait for it first: await.' : '';
}

/** What is wrong with the first part that is not as it has to be; null where all are. */
function wrongPart(value: unknown, shape: Shape, path: string): string | null {
  const isNot = (wanted: string) =>
    `${path === '' ? 'it' : path} must be ${wanted}, got ${show(value)}`;
  if (typeof shape === 'string') {
    const article = `a ${shape}`;
    return typeof value === shape ? null : isNot(article);
  }
  if ('oneOf' in shape) {
    return shape.oneOf.includes(value) ? null : isNot(shape.oneOf.map(show).join(' or '));
  }
  if ('either' in shape) {
    const [first, ...others] = shape.either;
    const isOther = others.some((each) => wrongPart(value, each, path) === null);
    return isOther ? null : wrongPart(value, first, path);
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return isNot('a list');
    const { length = value.length, least = 0 } = shape;
    if (value.length !== length) return isNot(`a list of ${length}`);
    if (value.length < least) return isNot('a list with at least one part');
    return firstOf(value, (item, i) => wrongPart(item, shape.list, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return isNot('an object');
  }
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if ('values' in shape) {
    return firstOf(Object.entries(value), ([name, item]) =>
      wrongPart(item, shape.values, at(name)),
    );
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(shape.fields, name));
  if (unknown !== undefined) return `it has no part ${show(at(unknown))}`;
  return firstOf(Object.entries(shape.fields), ([name, inner]) =>
    Object.hasOwn(value, name)
      ? wrongPart((value as Readonly<Record<string, unknown>>)[name], inner, at(name))
      : `${at(name)} is missing`,
  );
}

function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => string | null,
): string | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}

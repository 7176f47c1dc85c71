import { DataError, isPlainObject } from '@tsuno/core';
import type { ModelSnapshot, NamedOptimizerState } from '@tsuno/models';
import { parseJson } from '../json/parse-json.ts';
import { crc32Text } from '../numbers/crc32.ts';

/** The member that Keras does not look at. */
export const OWN_JSON = 'tsuno.json';

const VERSION = 1;

/** Numbers of a model that Keras has no place for. */
export type OwnNumbers = Pick<ModelSnapshot, 'epochsTrained' | 'randomSeed'> & {
  /** As exact as they are; Keras has the rate in 32 bits, and no running products. */
  readonly optimizer: Omit<NamedOptimizerState, 'slots'> | null;
};

/** They belong to weights: what has been exchanged by another program is not continued with them. */
export function ownJson(snapshot: ModelSnapshot, weights: Uint8Array): string {
  const { epochsTrained, randomSeed, optimizer } = snapshot;
  const { slots: _, ...progress } = optimizer ?? { slots: null };
  return JSON.stringify({
    version: VERSION,
    weights: crc32Text(weights),
    epochsTrained,
    randomSeed,
    optimizer: optimizer && progress,
  });
}

/** What {@link ownJson} wrote; null when it belongs to other weights. @throws DataError for what it did not write. */
export function readOwnJson(
  who: string,
  file: string,
  member: Uint8Array,
  weights: Uint8Array,
): OwnNumbers | null {
  const what = `${OWN_JSON} in ${file}`;
  const json = parseJson(who, what, member);
  const fail = (fault: string): never => {
    throw new DataError(`${who}: ${what} is damaged, or of another version of Tsuno: ${fault}.`);
  };
  if (!isPlainObject(json)) return fail('it is no object');
  const { version, weights: belongsTo, epochsTrained, randomSeed, optimizer } = json;
  if (version !== VERSION) fail(`its version is not ${VERSION}`);
  if (belongsTo !== crc32Text(weights)) return null;
  if (!isCount(epochsTrained)) fail('epochsTrained is no count');
  if (randomSeed !== null && !Number.isSafeInteger(randomSeed))
    fail('randomSeed is no whole number');
  return {
    epochsTrained: epochsTrained as number,
    randomSeed: randomSeed as number | null,
    optimizer: optimizer === null ? null : progressOf(optimizer, fail),
  };
}

function progressOf(json: unknown, fail: (fault: string) => never): OwnNumbers['optimizer'] {
  if (!isPlainObject(json)) return fail('optimizer is no object');
  const { calls, iterations, learningRate, products } = json;
  if (!isCount(calls) || !isCount(iterations)) fail('calls or iterations are no counts');
  if (!isNumber(learningRate) || learningRate < 0) fail('learningRate is no rate');
  if (!isPlainObject(products) || !Object.values(products).every(isNumber)) {
    fail('products are no numbers');
  }
  return { calls, iterations, learningRate, products } as OwnNumbers['optimizer'];
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

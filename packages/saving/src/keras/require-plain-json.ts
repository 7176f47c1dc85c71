import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';

/** What JSON of a model may hold at most. */
export interface JsonBudget {
  readonly maxLayers: number;
  /** Characters of a name, or of any text. */
  readonly maxNameLength: number;
  /** Values of all kinds, lists and objects among them. */
  readonly maxValues: number;
}

export const JSON_BUDGET: JsonBudget = {
  maxLayers: 10_000,
  maxNameLength: 1_000,
  maxValues: 4_000_000,
};

/** Objects and lists in each other, at most. */
const DEEPEST = 100;

/** Keys that mean something to JavaScript. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** Names under which Keras keeps code. */
const CODE = ['Lambda', '__lambda__'];

/**
 * Refuses, before anything else looks at it, what is not plain data of a modest size: code, keys that mean something to
 * JavaScript, and what is too deep, too long or too much. What contains itself is too deep.
 *
 * @throws DataError, and UnsupportedError for code.
 */
export function requirePlainJson(who: string, json: unknown, budget: JsonBudget): void {
  let values = 0;
  const visit = (value: unknown, depth: number): void => {
    values += 1;
    if (values > budget.maxValues) {
      throw new DataError(`${who}: the model's JSON has more than ${budget.maxValues} values.`);
    }
    if (depth > DEEPEST) {
      throw new DataError(`${who}: the model's JSON is nested too deeply, or contains itself.`);
    }
    if (typeof value === 'string') requireShort(who, value, budget);
    if (Array.isArray(value)) {
      // By number: a list with empty places is none of JSON's, and may be of any length.
      for (let index = 0; index < value.length; index++) visit(value[index], depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (!isPlainObject(value)) {
      throw new DataError(`${who}: the model's JSON holds ${show(value)}, which no JSON can.`);
    }
    requireNoCode(who, value);
    for (const key of Object.keys(value)) {
      requireShort(who, key, budget);
      if (FORBIDDEN.includes(key)) {
        throw new DataError(`${who}: the model's JSON has a key "${key}", which no model has.`);
      }
      if (key === 'layers') requireFewLayers(who, value[key], budget);
      visit(value[key], depth + 1);
    }
  };
  visit(json, 0);
}

function requireFewLayers(who: string, layers: unknown, { maxLayers }: JsonBudget): void {
  if (!Array.isArray(layers) || layers.length <= maxLayers) return;
  throw new DataError(
    `${who}: the model has ${layers.length} layers; at most ${maxLayers} are read. The option maxLayers allows more.`,
  );
}

function requireShort(who: string, text: string, { maxNameLength }: JsonBudget): void {
  if (text.length <= maxNameLength) return;
  throw new DataError(
    `${who}: the model's JSON has a text of ${text.length} characters, ${show(text.slice(0, 20))}…; at most ${maxNameLength} are read.`,
  );
}

function requireNoCode(who: string, value: Readonly<Record<string, unknown>>): void {
  if (!CODE.includes(value.class_name as string)) return;
  const named = isPlainObject(value.config) ? value.config.name : undefined;
  const which = typeof named === 'string' ? ` in layer ${show(named)}` : '';
  throw new UnsupportedError(
    `${who}: the file holds code of Python's (${value.class_name}${which}), which is never run. Write it as a layer of your own, in Keras with @keras.saving.register_keras_serializable(), and here with { custom: { … } }.`,
  );
}

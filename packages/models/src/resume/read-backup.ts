import { DataError, isPlainObject, type LogsState, type StateValue, show } from '@tsuno/core';
import type { SourcePosition } from '../data/read-again.ts';
import type { NamedWeight } from '../snapshot.ts';
import type { Backup, CallbackState, ModelBackup, RunState } from './run-state.ts';

/** A value in a file, and where in it. */
interface At {
  readonly value: unknown;
  readonly path: string;
}

/**
 * A backup from what a file holds.
 *
 * @throws DataError, naming the first part that is not what it has to be.
 */
export function readBackup(file: unknown): Backup {
  const backup = { value: file, path: 'the backup' };
  return { model: readModel(part(backup, 'model')), run: readRun(part(backup, 'run')) };
}

function readModel(at: At): ModelBackup {
  const optimizer = part(at, 'optimizer');
  return {
    definition: part(at, 'definition').value as StateValue,
    seed: integer(part(at, 'seed')),
    weights: list(part(at, 'weights'), readWeight),
    optimizer: {
      calls: whole(part(optimizer, 'calls')),
      iterations: whole(part(optimizer, 'iterations')),
      learningRate: number(part(optimizer, 'learningRate')),
      products: record(part(optimizer, 'products'), number),
      slots: record(part(optimizer, 'slots'), (slots) => record(slots, floats)),
    },
    epochsTrained: whole(part(at, 'epochsTrained')),
  };
}

function readWeight(at: At): NamedWeight {
  return {
    path: text(part(at, 'path')),
    shape: list(part(at, 'shape'), whole),
    trainable: flag(part(at, 'trainable')),
    values: floats(part(at, 'values')),
  };
}

function readRun(at: At): RunState {
  return {
    options: record(part(at, 'options'), ({ value }) => value as StateValue),
    seed: integer(part(at, 'seed')),
    epoch: whole(part(at, 'epoch')),
    step: whole(part(at, 'step')),
    finished: list(part(at, 'finished'), (epoch) => ({
      epoch: whole(part(epoch, 'epoch')),
      logs: record(part(epoch, 'logs'), number),
    })),
    isDivergenceTold: flag(part(at, 'isDivergenceTold')),
    running: orNull(part(at, 'running'), readLogs),
    logged: record(part(at, 'logged'), number),
    isStopped: flag(part(at, 'isStopped')),
    data: readPosition(part(at, 'data')),
    validation: orNull(part(at, 'validation'), (validation) => ({
      data: readPosition(part(validation, 'data')),
      isExhausted: flag(part(validation, 'isExhausted')),
    })),
    callbacks: list(part(at, 'callbacks'), readState),
  };
}

function readLogs(at: At): LogsState {
  return {
    totals: list(part(at, 'totals'), (total) => list(total, number)),
    lossSum: number(part(at, 'lossSum')),
    rowsSum: number(part(at, 'rowsSum')),
    batches: whole(part(at, 'batches')),
    firstNonFinite: orNull(part(at, 'firstNonFinite'), whole),
  };
}

function readPosition(at: At): SourcePosition {
  return {
    passes: whole(part(at, 'passes')),
    batches: whole(part(at, 'batches')),
    isEnded: flag(part(at, 'isEnded')),
  };
}

function readState(at: At): CallbackState {
  return {
    kind: orNull(part(at, 'kind'), text),
    state: part(at, 'state').value as StateValue,
  };
}

function part(at: At, name: string): At {
  const object = objectOf(at);
  const path = `${at.path}: ${name}`.replace(/^(the backup: .*): /, '$1.');
  if (!Object.hasOwn(object, name)) throw damaged({ value: undefined, path }, 'be there');
  return { value: object[name], path };
}

function objectOf(at: At): Readonly<Record<string, unknown>> {
  if (isPlainObject(at.value)) return at.value;
  throw damaged(at, 'be an object');
}

function record<T>(at: At, read: (at: At) => T): Readonly<Record<string, T>> {
  const entries = Object.keys(objectOf(at)).map((name) => [name, read(part(at, name))] as const);
  return Object.fromEntries(entries);
}

function list<T>(at: At, read: (at: At) => T): readonly T[] {
  if (!Array.isArray(at.value)) throw damaged(at, 'be a list');
  return at.value.map((value, index) => read({ value, path: `${at.path}[${index}]` }));
}

function orNull<T>(at: At, read: (at: At) => T): T | null {
  return at.value === null ? null : read(at);
}

function number(at: At): number {
  if (typeof at.value === 'number') return at.value;
  throw damaged(at, 'be a number');
}

function integer(at: At): number {
  if (Number.isSafeInteger(at.value)) return at.value as number;
  throw damaged(at, 'be a whole number');
}

function whole(at: At): number {
  if (integer(at) >= 0) return at.value as number;
  throw damaged(at, 'be a whole number of at least 0');
}

function flag(at: At): boolean {
  if (typeof at.value === 'boolean') return at.value;
  throw damaged(at, 'be true or false');
}

function text(at: At): string {
  if (typeof at.value === 'string') return at.value;
  throw damaged(at, 'be a text');
}

function floats(at: At): Float32Array {
  if (at.value instanceof Float32Array) return at.value;
  throw damaged(at, 'be a Float32Array');
}

function damaged({ value, path }: At, what: string): DataError {
  return new DataError(
    `fit: ${path} must ${what}, got ${show(value)}. The file is damaged, or no backup of this version: delete it to begin anew.`,
  );
}

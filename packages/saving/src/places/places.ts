import { OptionError, show } from '@tsuno/core';
import { pathSource } from './node/path-source.ts';
import { pathTarget } from './node/path-target.ts';
import { nodeSystem, type System } from './node/system.ts';
import type { OpenSource, OpenTarget } from './place.ts';

/** The place that a user's source means. */
export async function openSource(who: string, source: unknown): Promise<OpenSource> {
  const system = nodeSystem();
  const path = system && pathIn(who, system, source);
  if (path !== null) return pathSource(who, system as System, path);
  throw new OptionError(`${who}: ${show(source)} is no place that can be read.`);
}

/** The place that a user's target means. */
export function openTarget(who: string, target: unknown): OpenTarget {
  const system = nodeSystem();
  const path = system && pathIn(who, system, target);
  if (path !== null) return pathTarget(who, system as System, path);
  throw new OptionError(`${who}: ${show(target)} is no place that can be written.`);
}

function pathIn(who: string, system: System, given: unknown): string | null {
  if (typeof given !== 'string' && !(given instanceof URL)) return null;
  const text = String(given);
  if (text === '' || (/^[a-z][\w+.-]+:/i.test(text) && !/^file:/i.test(text))) return null;
  if (!/^file:/i.test(text)) return text;
  try {
    return system.pathOf(new URL(text));
  } catch (cause) {
    throw new OptionError(
      `${who}: ${show(text)} is no file's URL (${(cause as Error).message}). One is file:///models/digits.keras.`,
      { cause },
    );
  }
}

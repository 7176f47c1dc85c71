import { OptionError, show } from '@tsuno/core';
import type { OpenSource, OpenTarget } from './place.ts';

/** The place that a user's source means. */
export async function openSource(who: string, source: unknown): Promise<OpenSource> {
  throw new OptionError(`${who}: ${show(source)} is no place that can be read.`);
}

/** The place that a user's target means. */
export function openTarget(who: string, target: unknown): OpenTarget {
  throw new OptionError(`${who}: ${show(target)} is no place that can be written.`);
}

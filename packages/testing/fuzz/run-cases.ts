import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TsunoError } from '../../tsuno/src/index.ts';
import { chance } from './chance.ts';
import { FORMATS } from './formats.ts';

/** What came of a damaged file. */
export type Outcome =
  | 'refused'
  | 'the same model'
  | 'another, as its checksums say'
  | `finding: ${string}`;

/** More memory than this is a finding. */
const MOST_BYTES = 1.5e9;

/** The outcome of each case from `first` on, told to `tell` before and after. */
export async function runCases(
  {
    format,
    seed,
    first,
    cases,
    folder,
  }: {
    readonly format: string;
    readonly seed: number;
    readonly first: number;
    readonly cases: number;
    readonly folder: string;
  },
  tell: (index: number, outcome: Outcome | 'begun') => void,
): Promise<void> {
  const tested = await FORMATS[format](folder);
  const path = join(folder, `damaged${tested.ending}`);
  for (let index = first; index < cases; index++) {
    tell(index, 'begun');
    const { bytes, expected } = tested.damaged(chance(seed, index));
    writeFileSync(path, bytes);
    tell(index, await outcomeOf(tested.read(path), expected));
  }
}

async function outcomeOf(reading: Promise<string>, expected: string | null): Promise<Outcome> {
  try {
    const state = await reading;
    const { rss } = process.memoryUsage();
    if (rss > MOST_BYTES) return `finding: ${rss} bytes of memory`;
    if (expected === null) return 'another, as its checksums say';
    return state === expected ? 'the same model' : 'finding: another model';
  } catch (error) {
    if (error instanceof TsunoError) return 'refused';
    return `finding: ${(error as Error).stack}`;
  }
}

/** As a process of its own: `format seed first cases folder`; a line for what begins and ends. */
if (require.main === module) {
  const [format, seed, first, cases, folder] = process.argv.slice(2);
  const numbers = { seed: Number(seed), first: Number(first), cases: Number(cases) };
  console.warn = () => {};
  void runCases({ format, folder, ...numbers }, (index, outcome) => {
    // Synchronous: what a case breaks, it does not break before it is known which.
    writeSync(1, `${JSON.stringify([index, outcome])}\n`);
  });
}

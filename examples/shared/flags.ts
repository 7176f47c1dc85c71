import { parseArgs } from 'node:util';
import { wrapped } from './wrapped.ts';

/** A flag of the command line: its default, from which its kind follows, and what it does. */
type Flags = Readonly<Record<string, readonly [string | number | boolean, string]>>;

type Widened<T> = T extends number ? number : T extends boolean ? boolean : string;
type Values<F extends Flags> = { readonly [Flag in keyof F]: Widened<F[Flag][0]> };

/** Reads `--flag value` and `--flag`; prints the usage for `--help`, and says what is wrong with anything else. */
export function readFlags<const F extends Flags>(about: string, flags: F): Values<F> {
  const kinds = Object.entries(flags).map(
    ([name, [value]]) =>
      [name, { type: typeof value === 'boolean' ? 'boolean' : 'string' }] as const,
  );
  try {
    const options = { help: { type: 'boolean' } as const, ...Object.fromEntries(kinds) };
    const values: Readonly<Record<string, unknown>> = parseArgs({ options }).values;
    if (values.help) {
      console.log(usage(about, flags));
      process.exit(0);
    }
    const read = Object.entries(flags).map(([name, [preset]]) => [
      name,
      readValue(name, values[name], preset),
    ]);
    return Object.fromEntries(read) as Values<F>;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage(about, flags)}`);
    process.exit(2);
  }
}

function readValue(name: string, given: unknown, preset: string | number | boolean) {
  if (given === undefined || typeof preset !== 'number') return given ?? preset;
  const value = Number(given);
  if (given === '' || !Number.isFinite(value)) {
    throw new Error(`--${name} takes a number, got "${given}".`);
  }
  return value;
}

function usage(about: string, flags: Flags): string {
  const lines = Object.entries(flags).map(([name, [preset, text]]) => {
    const flag = typeof preset === 'boolean' ? `--${name}` : `--${name} ${String(preset)}`;
    return usageLine(flag, text);
  });
  const head = about.split('\n').flatMap((line) => wrapped(line, COLUMNS));
  return [...head, '', ...lines, usageLine('--help', 'this text')].join('\n');
}

/** What every terminal has. */
const COLUMNS = 80;
const INDENT = 29;

function usageLine(flag: string, text: string): string {
  const lines = wrapped(text, COLUMNS - INDENT).join(`\n${' '.repeat(INDENT)}`);
  return `  ${flag.padEnd(INDENT - 3)} ${lines}`;
}

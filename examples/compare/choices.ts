import { lab } from 'tsuno';
import { FlagError } from '../shared/run-example.ts';

/** Line-ups by name, and `everything` that they choose from. */
const LINEUPS = lab.lineups;

/** `classic`, or names with commas between: `SGD,Adam`. Case and spaces do not matter. */
export function chooseOptimizers(text: string): lab.Lineup {
  const lineup = Object.entries(LINEUPS).find(([name]) => plain(name) === plain(text));
  if (lineup) return lineup[1]();
  const all: lab.Lineup = LINEUPS.everything();
  const chosen = text.split(',').map((given) => {
    const name = Object.keys(all).find((each) => plain(each) === plain(given));
    if (name !== undefined) return [name, all[name]] as const;
    throw new FlagError(
      `--optimizers takes a line-up (${Object.keys(LINEUPS).join(', ')}) or names with commas between (${Object.keys(all).join(', ')}), got "${given.trim()}".`,
    );
  });
  return Object.fromEntries(chosen);
}

/** `0.001,0.01`; `all` are the seven powers of ten. */
export function chooseRates(text: string): readonly number[] {
  if (text === 'all') return lab.RATES;
  return text.split(',').map((given) => {
    const rate = Number(given);
    if (given.trim() !== '' && Number.isFinite(rate) && rate > 0) return rate;
    throw new FlagError(
      `--rates takes positive numbers with commas between, such as 0.001,0.01,0.1, got "${given.trim()}".`,
    );
  });
}

/** Whole numbers from 1 on. */
export function requireCount(flag: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new FlagError(`--${flag} takes a whole number from 1 to ${most}, got ${value}.`);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

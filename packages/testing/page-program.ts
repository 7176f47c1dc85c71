/** What check-page.mjs bundles for a page and runs: trains with each factory on the tfjs engine, and prints what came. */
import { LEAST_OPTIONS } from './src/least-options.ts';
import { FACTORIES, outcome, PROGRAMS } from './src/least-programs.ts';

async function program(): Promise<void> {
  for (const method of ['info', 'warn'] as const) console[method] = () => {};
  for (const [name, factory] of FACTORIES) {
    const made = factory(...(LEAST_OPTIONS[name] ? [LEAST_OPTIONS[name]] : []));
    console.log(name, JSON.stringify(await outcome(PROGRAMS[made.type](made), false)));
  }
}

void program();

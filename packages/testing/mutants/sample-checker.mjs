import { PluginKind } from '@stryker-mutator/api/plugin';
import { isSampled } from './sample.mjs';

/** Lets Stryker try a sample of the mutants only; the others count as not valid. */
class SampleChecker {
  async init() {}
  async check(mutants) {
    const [rate, seed] = [Number(process.env.MUTANTS_RATE), process.env.MUTANTS_SEED];
    return Object.fromEntries(
      mutants.map((mutant) => {
        // Stryker counts lines and columns from 0 here, and from 1 in its report.
        const one = ({ line, column }) => ({ line: line + 1, column: column + 1 });
        const location = { start: one(mutant.location.start), end: one(mutant.location.end) };
        return isSampled({ ...mutant, location }, rate, seed)
          ? [mutant.id, { status: 'passed' }]
          : [mutant.id, { status: 'compileError', reason: 'not in the sample' }];
      }),
    );
  }
}

export const strykerPlugins = [
  { kind: PluginKind.Checker, name: 'sample', value: new SampleChecker() },
];

import { showNumber } from '../compare/measure.ts';
import { explanationStatements } from './explanation-statements.ts';
import { pathStatements } from './path-statements.ts';
import { probeStatements } from './probe-statements.ts';
import { type Result, requireResult } from './result.ts';
import { comparisonStatements, settingSentence, sweepStatements } from './statements.ts';

/** What a result is about, in a few words. */
export function titleOf(result: Result): string {
  switch (result.kind) {
    case 'comparison':
      return result.at === 'best'
        ? 'Each optimizer at its best rate'
        : 'Each optimizer at the rate it comes with';
    case 'sweep':
      return 'Optimizers at many learning rates';
    case 'paths':
      return `Paths on ${result.surface.formula}`;
    case 'probe':
      return `What ${result.optimizer} did with each parameter (α = ${showNumber(result.learningRate)})`;
    case 'explanation':
      return `Step ${result.step} of ${result.optimizer} for ${result.parameter}`;
    case 'diagnosis':
      return 'Diagnosis';
  }
}

/**
 * What a result says, each sentence derived from its numbers.
 *
 * @throws OptionError for something that is no result, and for half of one.
 */
export function statementsOf(result: Result): readonly string[] {
  requireResult('statementsOf', result);
  switch (result.kind) {
    case 'comparison':
      return [settingSentence(result), ...comparisonStatements(result)];
    case 'sweep':
      return [settingSentence(result), ...sweepStatements(result)];
    case 'paths':
      return [...pathStatements(result), ...result.notes];
    case 'probe':
      return probeStatements(result);
    case 'explanation':
      return explanationStatements(result);
    case 'diagnosis':
      return result.findings.length === 0
        ? ['Nothing stands out.']
        : result.findings.map(({ title, evidence, advice }) => `${title} ${evidence} ${advice}`);
  }
}

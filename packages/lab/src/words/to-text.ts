import { type Result, requireResult } from './result.ts';
import { statementsOf, titleOf } from './statements-of.ts';
import { summaryTable } from './tables.ts';
import { renderTable } from './text-table.ts';

/**
 * A result for the terminal: what it says in sentences, and its numbers as a table.
 *
 * @throws OptionError for something that is no result.
 * @example
 * import { lab, optimizers } from 'tsuno';
 *
 * const optimizer = optimizers.Adam({ learningRate: 0.1 });
 * const explanation = lab.explainUpdate({ optimizer, weight: 1, gradients: [1, 2] });
 * console.log(lab.toText(explanation));
 * console.assert(lab.toText(explanation).includes('m / (1 − β₁ᵗ)'));
 */
export function toText(result: Result): string {
  requireResult('toText', result);
  const table = summaryTable(result);
  const sentences = statementsOf(result).map((sentence) => `• ${sentence}`);
  return [titleOf(result), '', ...sentences, '', renderTable(table), ''].join('\n');
}

/** What results say, without drawing: sentences, tables and their text. Here packages that draw find their words. */
export { showMeasure, showNumber } from '../compare/measure.ts';
export { median } from '../compare/spread.ts';
export { explanationStatements } from './explanation-statements.ts';
export { toCsv, toJson } from './formats.ts';
export { courseInWords, pathStatements } from './path-statements.ts';
export { probeStatements } from './probe-statements.ts';
export { type Result, type ResultTable, requireResult } from './result.ts';
export {
  batchesSentence,
  capital,
  comparisonStatements,
  headlines,
  isFarBehind,
  leaders,
  listed,
  sweepStatements,
  windowSentence,
} from './statements.ts';
export { statementsOf, titleOf } from './statements-of.ts';
export { summaryTable } from './tables.ts';
export { showCell } from './text-table.ts';
export { toText } from './to-text.ts';

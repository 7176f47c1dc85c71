import { show } from '@tsuno/core';
import type { PlannedColumn } from './plan-columns.ts';

/** What to do about a text that is not a number: the end of an error. */
export function hintFor(text: string, planned: PlannedColumn, hasNumbers: boolean): string {
  return formatHint(text, planned) ?? kindHint(text, planned, hasNumbers);
}

/** Null for what is no number in any format. */
function formatHint(
  text: string,
  { format: { decimal, thousands } }: PlannedColumn,
): string | null {
  if (thousands !== null && isNumeric(text, thousands)) {
    return ` ${show(thousands)} separates thousands: three digits follow each, and one to three come before the first.`;
  }
  const other = decimal === '.' ? ',' : '.';
  const format = (point: string, sign: string) => {
    const parted = `thousands: ${sign === "'" ? `"'"` : `'${sign}'`}`;
    return point === decimal ? `{ ${parted} }` : `{ decimal: '${point}', ${parted} }`;
  };
  const whole = text.replace(/^[+-]/, '');
  // One sign and three digits may be either.
  if (new RegExp(`^[1-9]\\d{0,2}[${other}]\\d{3}$`).test(whole)) {
    const [point, plain] = [whole.replace(other, '.'), whole.replace(other, '')];
    return ` Give { decimal: '${other}' } if it is ${point}, or ${format(decimal, other)} if it is ${plain}.`;
  }
  if (new RegExp(`^\\d*[${other}]\\d+$`).test(whole)) return ` Give { decimal: '${other}' }.`;
  const parted = /^\d{1,3}([ .,'_])\d{3}(?:\1\d{3})*(?:([.,])\d+)?$/.exec(whole);
  if (parted === null) return null;
  const [, sign, point = sign === decimal ? other : decimal] = parted;
  if (point === sign) return null;
  return ` Give ${format(point, sign)}.`;
}

/** Digits with a sign among them that separates thousands. */
const isNumeric = (text: string, thousands: string) =>
  text.includes(thousands) && /^[+-]?[\d.,' _]*\d[\d.,' _]*$/.test(text);

function kindHint(
  text: string,
  { name, role, format: { missingValues } }: PlannedColumn,
  hasNumbers: boolean,
): string {
  const column = /^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : JSON.stringify(name);
  if (hasNumbers) {
    const values = [...missingValues.filter((value) => value === ''), text].map((value) =>
      show(value),
    );
    return ` Others of the column are. If it stands for a missing value, give { missingValues: [${values.join(', ')}] }; if the column holds classes, { columns: { ${column}: 'label' } }.`;
  }
  const kinds = role === 'target' ? '' : ", or 'oneHot', or 'ignore'";
  return ` If the column holds classes, say so: { columns: { ${column}: 'label' } }${kinds}.`;
}

import { OptionError, show } from '@tsuno/core';

/** A number of batches or epochs, or a value of the logs: Python shows `3` and `3.0`. */
export interface Shown {
  readonly value: number;
  readonly isCount: boolean;
}

/** [[fill]align][sign][0][width][.precision][type] */
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(0)?(\d+)?(?:\.(\d+))?([defgEFG%])?$/su;
const MOST_DIGITS = 100;

/**
 * A number as Python's `format(value, spec)` writes it: `02d`, `.2f`, `+.3e`, `05.1f`, `.1%` and their like.
 *
 * @throws OptionError for what Python refuses too, and for its separators of thousands, `#`, and types that are not decimal.
 * @see https://docs.python.org/3/library/string.html#format-specification-mini-language
 */
export function formatNumber(who: string, { value, isCount }: Shown, spec: string): string {
  const [whole, fill, align, sign = '-', zero, width, digits, type] = SPEC.exec(spec) ?? [];
  const precision = digits === undefined ? null : Number(digits);
  const isWrong =
    whole === undefined ||
    Math.max(Number(width ?? 0), precision ?? 0) > MOST_DIGITS ||
    (type === 'd' && !isCount) ||
    (precision !== null && (type === 'd' || (isCount && type === undefined)));
  if (isWrong) {
    throw new OptionError(
      `${who}: ${show(spec)} is no format for ${isCount ? 'a count' : 'a value of the logs'}. ${isCount ? 'One is 02d' : 'Some are .2f, .3e and 07.3f'}, as in Python.`,
    );
  }
  const isNegative = value < 0 || Object.is(value, -0);
  const shown = magnitude(Math.abs(value), type ?? (isCount ? 'd' : null), precision);
  const prefix = isNegative ? '-' : sign === '-' ? '' : sign;
  const missing = Math.max(0, Number(width ?? 0) - prefix.length - shown.length);
  const padding = (count: number) => (fill ?? (zero ? '0' : ' ')).repeat(count);
  switch (align ?? (zero ? '=' : '>')) {
    case '<':
      return prefix + shown + padding(missing);
    case '^':
      return padding(missing >> 1) + prefix + shown + padding(missing - (missing >> 1));
    case '=':
      return prefix + padding(missing) + shown;
    default:
      return padding(missing) + prefix + shown;
  }
}

/** The digits of a number of at least 0. */
function magnitude(value: number, type: string | null, precision: number | null): string {
  if (type !== null && type !== type.toLowerCase()) {
    return magnitude(value, type.toLowerCase(), precision).toUpperCase();
  }
  const percent = type === '%' ? '%' : '';
  if (!Number.isFinite(value)) return (Number.isNaN(value) ? 'nan' : 'inf') + percent;
  if (type === 'd') return fixed(value, 0);
  if (type === 'e') return exponential(value, precision ?? 6);
  if (type === 'f') return fixed(value, precision ?? 6);
  if (type === '%') return `${fixed(value * 100, precision ?? 6)}%`;
  if (type === 'g') return general(value, Math.max(1, precision ?? 6), 0);
  return precision === null ? shortest(value) : general(value, Math.max(1, precision), 1);
}

/** So many significant digits without zeros at the end; `least` of them after the point, where there is no exponent. */
function general(value: number, precision: number, least: 0 | 1): string {
  const [mantissa, power] = exponential(value, precision - 1).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= precision - least) {
    return `${withoutZeros(mantissa)}e${power}`;
  }
  const text = withoutZeros(fixed(value, precision - 1 - exponent));
  return least === 1 && !text.includes('.') ? `${text}.0` : text;
}

/** The fewest digits that tell the number from all others. */
function shortest(value: number): string {
  const [mantissa, power] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${twoDigits(exponent)}`;
  const text =
    exponent < 0 ? value.toFixed(mantissa.replace('.', '').length - 1 - exponent) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

function exponential(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits).split('e');
  const [exact, exactPower] = value.toExponential(MOST_DIGITS).split('e');
  // What is rounded up to 10 has another power, and is no tie.
  const text = power === exactPower ? toEven(mantissa, exact, digits) : mantissa;
  return `${text}e${twoDigits(Number(power))}`;
}

function fixed(value: number, digits: number): string {
  // JavaScript writes large numbers with an exponent; they are whole.
  if (value >= 1e21)
    return digits === 0 ? String(BigInt(value)) : `${BigInt(value)}.${'0'.repeat(digits)}`;
  return toEven(value.toFixed(digits), value.toFixed(MOST_DIGITS), digits);
}

/** Of two numbers that are equally near Python takes the even one, JavaScript the larger one. */
function toEven(rounded: string, exact: string, digits: number): string {
  const point = exact.indexOf('.');
  const end = digits === 0 ? point : point + 1 + digits;
  const rest = exact.slice(digits === 0 ? point + 1 : end);
  const cut = exact.slice(0, end);
  return /^50*$/.test(rest) && /[02468]$/.test(cut) ? cut : rounded;
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** `e-05`: at least two digits, and always a sign. */
function twoDigits(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

import { type Expression, isOfRule } from './expression.ts';
import { factorsOf, type Product, type Symbols, termsOf } from './terms.ts';

/** A letter with marks, indices and small exponents, or something in brackets: it can stand beside another one. */
const TIGHT = /^(\p{L}\p{M}*[₀-₉ₜ₋ᵗ⁺′″]*²?|[(|].*[)|]²?)$/u;

/**
 * A formula as one writes it: `m + (1 − β₁)(g − m)`. Parts that have a symbol are not spelled out, unless it is the
 * expression itself.
 */
export function printExpression(expression: Expression, symbols: Symbols): string {
  const inside = without(symbols, expression);
  const terms = termsOf(expression, inside);
  if (terms.length === 0) return '0';
  return terms
    .map(({ isNegative, of }, i) => {
      const isOnly = terms.length === 1;
      const product = factorsOf(of, inside);
      const sign = isNegative !== product.isNegative;
      const text = printProduct({ ...product, isNegative: false }, inside, isOnly ? ' / ' : '/');
      return i === 0 ? `${sign ? '−' : ''}${text}` : ` ${sign ? '−' : '+'} ${text}`;
    })
    .join('');
}

/** `αm / (√v + ε)` */
export function printProduct(
  { isNegative, above, below }: Product,
  symbols: Symbols,
  bar = ' / ',
): string {
  const top = above.length === 0 ? '1' : joined(above, symbols);
  const sign = isNegative ? '−' : '';
  if (below.length === 0) return sign + top;
  const bottom = joined(below, symbols);
  const isAtom = below.length === 1 && !/^[^(]*·/.test(bottom);
  return `${sign}${top}${bar}${isAtom ? bottom : `(${bottom})`}`;
}

/** Factors side by side, numbers and letters that stay the same first, roots last. */
function joined(factors: readonly Expression[], symbols: Symbols): string {
  const texts = factors.map((factor) => ({
    text: printFactor(factor, symbols),
    rank: rank(factor),
  }));
  const ordered = [...texts].sort((a, b) => a.rank - b.rank).map(({ text }) => text);
  return ordered.reduce((line, text, i) => {
    const before = ordered[i - 1];
    const isTight =
      (TIGHT.test(before) || /^[\d.]+$/.test(before)) && (TIGHT.test(text) || text.startsWith('√'));
    return `${line}${isTight ? '' : '·'}${text}`;
  });
}

function rank(factor: Expression): number {
  if (factor.kind === 'constant') return 0;
  if (factor.kind === 'name') return isOfRule(factor) ? 1 : 3;
  if (factor.op === 'sqrt') return 4;
  return isOfRule(factor) ? 2 : 3;
}

/** As a factor, in brackets where it is a sum or a quotient. */
function printFactor(expression: Expression, symbols: Symbols): string {
  const text = printAtom(expression, symbols);
  if (text !== null) return text;
  return `(${printExpression(expression, without(symbols, expression))})`;
}

/** Null for sums, products and quotients. */
function printAtom(expression: Expression, symbols: Symbols): string | null {
  const symbol = symbols.get(expression);
  if (symbol !== undefined) return symbol;
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'constant') return printNumber(expression.value);
  const { op, args } = expression;
  const inner = (arg: Expression) => printInner(arg, symbols);
  switch (op) {
    case 'square':
      return squared(printFactor(args[0], symbols));
    case 'sqrt':
      return rooted(inner(args[0]));
    case 'abs':
      return `|${inner(args[0])}|`;
    case 'max':
    case 'min':
      return `${op}(${args.map(inner).join(', ')})`;
    case 'exp':
    case 'tanh':
      return `${op}(${inner(args[0])})`;
    case 'log':
      return `ln(${inner(args[0])})`;
    case 'log1p':
      return `ln(1 + ${inner(args[0])})`;
    case 'whereGreater':
      return printChoice(args, symbols);
    default:
      return null;
  }
}

/** Without brackets around it. */
function printInner(expression: Expression, symbols: Symbols): string {
  return printAtom(expression, symbols) ?? printExpression(expression, symbols);
}

/** `sign(x)·y` for what is y above 0, −y below and 0 there; otherwise `(a > b ? yes : no)`. */
function printChoice(args: readonly Expression[], symbols: Symbols): string {
  const [x, zero, yes, no] = args;
  const signed = signOf(x, zero, yes, no);
  if (signed) {
    const sign = `sign(${printInner(x, symbols)})`;
    const text = printFactor(yes, symbols);
    return text === '1' ? sign : `${text}·${sign}`;
  }
  const [a, b, then, otherwise] = args.map((arg) => printInner(arg, symbols));
  return `(${a} > ${b} ? ${then} : ${otherwise})`;
}

function signOf(x: Expression, zero: Expression, yes: Expression, no: Expression): boolean {
  if (no.kind !== 'operation' || no.op !== 'whereGreater') return false;
  const [zeroAgain, xAgain, negative, none] = no.args;
  const isNothing = (each: Expression) => each.kind === 'constant' && each.value === 0;
  return (
    [zero, zeroAgain, none].every(isNothing) &&
    xAgain === x &&
    Object.is(negative.value, -yes.value)
  );
}

function squared(text: string): string {
  return TIGHT.test(text) && !text.endsWith('²') ? `${text}²` : `(${text})²`;
}

function rooted(text: string): string {
  return TIGHT.test(text) && !/^[(|]/.test(text) ? `√${text}` : `√(${text})`;
}

/** All of its digits: a formula has to be true. */
function printNumber(value: number): string {
  const text = String(value === 0 ? 0 : value).replace('e+', 'e');
  return text.startsWith('-') ? `(−${text.slice(1)})` : text;
}

function without(symbols: Symbols, expression: Expression): Symbols {
  const rest = new Map(symbols);
  rest.delete(expression);
  return rest;
}

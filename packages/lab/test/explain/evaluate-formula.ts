/**
 * What a printed formula comes to: sums, products side by side, `a / b` (one factor below), roots, squares, bars, the
 * functions that rules have. Symbols are read as the longest that is known.
 */
export function evaluateFormula(
  formula: string,
  numbers: Readonly<Record<string, number>>,
): number {
  let rest = formula.replaceAll(' ', '');
  const symbols = Object.keys(numbers)
    .map((name) => [name.replaceAll(' ', ''), numbers[name]] as const)
    .sort(([a], [b]) => b.length - a.length);
  const take = (text: string) => {
    if (!rest.startsWith(text)) return false;
    rest = rest.slice(text.length);
    return true;
  };
  const expect = (text: string) => {
    if (!take(text)) throw new Error(`"${text}" is missing before "${rest}" in "${formula}"`);
  };
  const sum = (): number => {
    let value = take('−') ? -product() : product();
    for (;;) {
      if (take('+')) value += product();
      else if (take('−')) value -= product();
      else return value;
    }
  };
  const product = (): number => {
    let value = factor();
    for (;;) {
      if (take('/')) value /= factor();
      else if (take('·') || /^[\p{L}(√‖]/u.test(rest)) value *= factor();
      else return value;
    }
  };
  const factor = (): number => {
    const value = atom();
    return take('²') ? value * value : value;
  };
  const list = (): readonly number[] => {
    const values = [sum()];
    while (take(',')) values.push(sum());
    expect(')');
    return values;
  };
  const atom = (): number => {
    for (const [name, call] of Object.entries(FUNCTIONS))
      if (take(`${name}(`)) return call(...list());
    if (take('√')) return Math.sqrt(take('(') ? list()[0] : atom());
    if (take('|')) {
      const inner = sum();
      expect('|');
      return Math.abs(inner);
    }
    if (take('(')) {
      const value = sum();
      if (!take('>')) {
        expect(')');
        return value;
      }
      const other = sum();
      expect('?');
      const yes = sum();
      expect(':');
      const no = sum();
      expect(')');
      return value > other ? yes : no;
    }
    // `0.5ᵗ` is a symbol too.
    const digits = symbols.find(([name]) => /^\d/.test(name) && take(name));
    if (digits !== undefined) return digits[1];
    const number = /^\d+(\.\d+)?(e-?\d+)?/.exec(rest);
    if (number && take(number[0])) return Number(number[0]);
    const known = symbols.find(([name]) => take(name));
    if (known === undefined) throw new Error(`unknown symbol before "${rest}" in "${formula}"`);
    return known[1];
  };
  const value = sum();
  if (rest !== '') throw new Error(`"${rest}" is left of "${formula}"`);
  return value;
}

const FUNCTIONS: Readonly<Record<string, (...values: readonly number[]) => number>> = {
  max: Math.max,
  min: Math.min,
  exp: (x) => Math.exp(x),
  tanh: (x) => Math.tanh(x),
  ln: (x) => Math.log(x),
  sign: (x) => Math.sign(x),
};

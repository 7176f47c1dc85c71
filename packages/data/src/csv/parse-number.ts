const NUMBER = /^[+-]?(?:\d+[.]?\d*|[.]\d+)(?:e[+-]?\d+)?$/i;

/** Reads numbers as a file writes them; NaN for what is none, infinities included. */
export function numberParser(decimal: '.' | ',', thousands: string | null) {
  const plain = (text: string): number => {
    const value = Number(text);
    // Number takes "", " ", "0x10" and "Infinity" as well.
    if (value - value !== 0) return Number.NaN;
    const [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    const isPlain = first >= 0x2b && first <= 0x39 && second >= 0x2e && second <= 0x39;
    return isPlain || NUMBER.test(text.trim()) ? value : Number.NaN;
  };
  if (decimal === '.' && thousands === null) return plain;
  return (text: string): number => {
    const whole = thousands === null ? text : text.replaceAll(thousands, '');
    // A point that is neither would be read over.
    if (decimal === ',' && whole.includes('.')) return Number.NaN;
    return plain(decimal === ',' ? whole.replace(',', '.') : whole);
  };
}

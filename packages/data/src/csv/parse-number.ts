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
  // Anywhere else a sign for thousands is a decimal point, or a mistake: 1.5 would become 15, and 0.500 become 500.
  const grouped =
    thousands === null
      ? null
      : new RegExp(`^[+-]?[1-9]\\d{0,2}(?:[${thousands}]\\d{3})+(?:[${decimal}]\\d*)?$`);
  return (given: string): number => {
    let text = given.trim();
    if (thousands !== null && text.includes(thousands)) {
      if (!grouped?.test(text)) return Number.NaN;
      text = text.replaceAll(thousands, '');
    }
    // A point that is neither would be read over.
    if (decimal === ',' && text.includes('.')) return Number.NaN;
    return plain(decimal === ',' ? text.replace(',', '.') : text);
  };
}

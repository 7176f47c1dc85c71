/** Programs whose blocks have below them what is said of them: `//> …` and the like, one line each. */

/**
 * The blocks of a text that begin with a comment of their own, `/* … *\/`: the number of the first line after it, the code,
 * and the notes below the code by their marks.
 */
export function blocksOf(text) {
  const blocks = [];
  let current = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\/\* .* \*\/$/.test(line)) {
      current = { line: index + 2, code: [], notes: new Map() };
      blocks.push(current);
    } else if (line === '') current = null;
    else if (current !== null) {
      const [, mark, note] = /^(\/\/[>!?]) ?(.*)$/.exec(line) ?? [];
      if (mark === undefined) current.code.push(line);
      else current.notes.set(mark, note);
    }
  }
  return blocks.map((block) => ({ ...block, code: block.code.join('\n') }));
}

/** What was said at each place (`[line, text]`) that is not as the notes have it. */
export function compareNotes(text, mark, said) {
  const found = new Map(said);
  return blocksOf(text)
    .filter(({ notes }) => mark === '//>' || notes.has(mark))
    .map(({ line, code, notes }) => [line, code, notes.get(mark), found.get(line) ?? 'nothing'])
    .filter(([, , expected, got]) => expected !== got)
    .map(
      ([line, code, expected, got]) =>
        `line ${line}: ${code}\n  expected ${mark} ${expected}\n  got      ${mark} ${got}`,
    );
}

/** The text with what was said as its notes; of `//!` and `//?` those that are there already. */
export function withNotes(text, mark, said) {
  const found = new Map(said);
  const lines = text.split('\n');
  for (const { line, code, notes } of blocksOf(text).reverse()) {
    if (mark !== '//>' && !notes.has(mark)) continue;
    const below = line - 1 + code.split('\n').length;
    const old = lines.findIndex((each, index) => index >= below && each.startsWith(mark));
    const note = `${mark} ${found.get(line) ?? 'nothing'}`;
    if (notes.has(mark)) lines[old] = note;
    else lines.splice(below, 0, note);
  }
  return lines.join('\n');
}

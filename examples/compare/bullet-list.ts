/** Sentences as a list that breaks between words, for a terminal this wide. */
export function bulletList(
  sentences: readonly string[],
  columns = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  return sentences.map((sentence) => `• ${wrapped(sentence, columns - 2).join('\n  ')}`).join('\n');
}

function wrapped(sentence: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

import { wrapped } from '../shared/wrapped.ts';

/** Sentences as a list that breaks between words, for a terminal this wide. */
export function bulletList(
  sentences: readonly string[],
  columns = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  return sentences.map((sentence) => `• ${wrapped(sentence, columns - 2).join('\n  ')}`).join('\n');
}

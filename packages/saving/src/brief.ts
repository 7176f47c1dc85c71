/** Characters of a file's text that an error shows. */
const SHOWN = 80;

/** Names that an error lists. */
const LISTED = 8;

/** A text from a file as an error shows it: a name of ten megabytes stays a line. */
export function brief(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The names in a file, as an error lists them. */
export function briefList(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, LISTED).map(brief).join(', ');
  return names.length > LISTED ? `${shown}, … ${names.length} in all` : shown;
}

/** What a Markdown page asks its reader to do in a section: files to write, commands to run, and what they print. */

/**
 * The section under `heading`: `files` are the blocks below a line such as **`train.ts`**, `commands` the lines of its
 * blocks of shell, `prints` its blocks of plain text. Blocks marked `sh no-run` are left out.
 */
export function sectionOf(page, heading) {
  const [, section] =
    new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page) ?? [];
  if (section === undefined) throw new Error(`The page has no section "${heading}".`);
  const blocks = (pattern) => [...section.matchAll(pattern)].map((match) => match.slice(1));
  return {
    files: blocks(/^\*\*`([^`]+)`\*\*\n\n```[^\n]*\n([\s\S]*?)^```/gm),
    commands: blocks(/^```sh\n([\s\S]*?)^```/gm).flatMap(([lines]) => lines.trim().split('\n')),
    prints: blocks(/^```text\n([\s\S]*?)^```/gm).map(([text]) => text.trim()),
  };
}

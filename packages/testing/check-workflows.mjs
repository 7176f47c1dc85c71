/**
 * Checks GitHub's workflows with actionlint, and that every action is pinned to a commit: `npm run workflows`. First it
 * looks whether actionlint sees a mistake at all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tools from './install-tools.cjs';

const LINTERS = fileURLToPath(new URL('linters', import.meta.url));
const WORKFLOWS = fileURLToPath(new URL('../../.github/workflows', import.meta.url));

const BROKEN = `
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    needs: [nobody]
    steps:
      - run: echo \${{ matrix.node }}
      - run: echo \${{ github.event.issue.title }}
`;

tools.installTools(LINTERS);
const { createLinter } = createRequire(join(LINTERS, 'package.json'))('actionlint');
const lint = await createLinter();

const seen = lint(BROKEN, 'broken.yml').map(({ message }) => message);
for (const wanted of [/nobody/, /"node" is not defined/, /untrusted/]) {
  if (!seen.some((message) => wanted.test(message))) {
    throw new Error(
      `actionlint does not see what is wrong (${wanted}); it says: ${seen.join(' ')}`,
    );
  }
}

const names = readdirSync(WORKFLOWS).filter((name) => /\.ya?ml$/.test(name));
const problems = names.flatMap((name) => {
  const text = readFileSync(join(WORKFLOWS, name), 'utf8');
  return [
    ...lint(text, name).map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`),
    ...[...text.matchAll(/uses: (?!\S+@[0-9a-f]{40} # v\d)(.*)/g)].map(
      ([, action]) => `${name}: ${action} is not pinned to a commit, with its version behind it.`,
    ),
  ];
});
for (const problem of problems) console.error(problem);
if (problems.length > 0 || names.length === 0) process.exit(1);
console.log(`${names.length} workflows, without a complaint of actionlint.`);

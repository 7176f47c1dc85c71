/** Rows of what runs tests, as it comes: the test writes its report into a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionIn } from '../stage.mjs';
import { binary } from './javascript.mjs';

const ESM = "`import … from 'tsuno'`";
const CJS = "`require('tsuno')`";

function tester(name, project, imported, args, { flags = [], remark = '' } = {}) {
  const starts = {
    jest: 'node_modules/jest/bin/jest.js',
    vitest: 'node_modules/vitest/vitest.mjs',
  };
  return {
    name,
    imported,
    remark,
    version: async (stage) => versionIn(await stage.tools(project), project),
    async run(stage) {
      const folder = await stage.tools(project);
      const report = join(stage.folder('reports', name), 'report.json');
      const node = await binary(stage, 'node24');
      const start = [...flags, join(folder, starts[project]), ...args];
      await stage.run(node, start, { cwd: folder, env: { REPORT: report, CI: '1' } });
      return JSON.parse(readFileSync(report, 'utf8'));
    },
  };
}

export const TESTERS = [
  tester('Jest', 'jest', CJS, ['commonjs.test.cjs']),
  tester('Jest, jsdom', 'jest', CJS, ['jsdom.test.cjs', '--setupFiles', './jsdom-setup.cjs'], {
    remark: 'A setup file lends jsdom what every browser has (see below).',
  }),
  tester('Jest, ES modules', 'jest', ESM, ['module.test.mjs'], {
    flags: ['--experimental-vm-modules', '--no-warnings'],
    remark: '`NODE_OPTIONS=--experimental-vm-modules`, as Jest asks of every ES module.',
  }),
  tester('Vitest', 'vitest', ESM, ['run']),
  tester('Vitest, jsdom', 'vitest', ESM, ['run', '--environment', 'jsdom']),
  tester('Vitest, happy-dom', 'vitest', ESM, ['run', '--environment', 'happy-dom']),
];

/** Rows that run TypeScript without a build; ts-node checks the types as well. */
import { join } from 'node:path';
import { versionIn, writeProgram } from '../stage.mjs';

const ESM = "`import … from 'tsuno'`";
const COMPILED = "`import … from 'tsuno'`, compiled to `require`";

function runner(name, tool, folder, flags, remark = '') {
  return {
    name,
    imported: folder === 'module' ? ESM : COMPILED,
    remark,
    version: async (stage) => versionIn(await stage.tools('typescript'), tool),
    async run(stage) {
      const place = join(await stage.tools('typescript'), folder);
      // Sources of CommonJS name others without an ending.
      writeProgram(place, 'ts', folder === 'module' ? '.js' : '');
      return JSON.parse(
        await stage.run(process.execPath, [...flags, 'program.ts'], { cwd: place }),
      );
    },
  };
}

const bin = (path) => join('..', 'node_modules', path);

export const TYPESCRIPT = [
  runner('tsx, ES modules', 'tsx', 'module', [bin('tsx/dist/cli.mjs')]),
  runner('tsx, CommonJS', 'tsx', 'commonjs', [bin('tsx/dist/cli.mjs')]),
  runner('ts-node, CommonJS', 'ts-node', 'commonjs', [bin('ts-node/dist/bin.js')]),
  runner(
    'ts-node, ES modules',
    'ts-node',
    'module',
    ['--no-warnings', '--loader', 'ts-node/esm'],
    '`node --loader ts-node/esm`, as ts-node asks of every ES module.',
  ),
];

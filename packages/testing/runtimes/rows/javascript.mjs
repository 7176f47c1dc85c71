/** Rows that run JavaScript outside of a page. */
import { join } from 'node:path';

const ESM = "`import … from 'tsuno'`";
const CJS = "`require('tsuno')`";

/** The binary of a runtime among the tools; they are there for Linux on x64. */
export async function binary(stage, name) {
  const paths = {
    bun: '@oven/bun-linux-x64/bin/bun',
    deno: '@deno/linux-x64-glibc/deno',
  };
  return join(await stage.tools('javascript'), 'node_modules', paths[name] ?? `${name}/bin/node`);
}

/** A row whose program prints its report. */
function prints(title, name, imported, file, flags = [], more = {}) {
  return {
    name: `${title}, ${imported === ESM ? 'import' : 'require'}`,
    imported,
    version: async (stage) =>
      /\d+(\.\d+)+/.exec(await stage.run(await binary(stage, name), ['--version']))[0],
    run: async (stage) =>
      JSON.parse(
        await stage.run(await binary(stage, name), [...flags, join(stage.project, file)], more),
      ),
  };
}

const both = (title, name, flags) => [
  prints(title, name, ESM, 'program.js', flags),
  prints(title, name, CJS, 'commonjs/program.js', flags),
];

export const JAVASCRIPT = [
  ...both('Node 20.19', 'node20'),
  ...both('Node 22', 'node22'),
  ...both('Node 24', 'node24'),
  ...both('Node 26', 'node26'),
  ...both('Deno', 'deno', ['run', '--allow-all', '--quiet']),
  ...both('Bun', 'bun'),
];

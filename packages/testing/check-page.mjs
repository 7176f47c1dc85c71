/**
 * Trains with every layer, loss, metric, optimizer … of the packed package on the tfjs engine, as a page that brings only
 * the kernels of the operations that it uses: the numbers must be those of Node, where all kernels are there. And what
 * such a page says of an operation that did not come through Tsuno. `npm run page` (after build).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import packed from './packed-project.cjs';

const { root, withPackedProject } = packed;
const here = join(root, 'packages', 'testing');
const PAGE = pathToFileURL(join(here, 'as-page.mjs')).href;

const MISSING = `
  import { erf, tensor1d } from '@tensorflow/tfjs-core';
  import { Sequential } from 'tsuno';
  try {
    console.log(new Sequential() && erf(tensor1d([1])).dataSync()[0]);
  } catch (error) {
    console.log(error.message);
  }`;

await withPackedProject(async (project) => {
  const program = { entryPoints: [join(here, 'page-program.ts')] };
  const page = await run(project, program, 'browser');
  if (page.inputs.some((path) => /kernels[/\\](FFT|Conv2D|NonMaxSuppressionV3)\.js$/.test(path))) {
    throw new Error(
      'The page has kernels that nothing in it uses, so that this check says nothing.',
    );
  }
  const node = await run(project, program, 'node');
  const different = page.printed.filter((line, index) => line !== node.printed[index]);
  if (different.length > 0 || page.printed.length !== node.printed.length) {
    throw new Error(`Other than in Node: ${different.join('\n') || page.printed.at(-1)}`);
  }
  await expectPrinted(
    project,
    MISSING,
    /expected a kernel "Erf".*import '@tensorflow\/tfjs-backend-cpu'/,
  );
  const all = "import '@tensorflow/tfjs-backend-cpu';";
  for (const text of [`${MISSING}\n${all}`, `${all}\n${MISSING}`]) {
    await expectPrinted(project, text, /^0\.8427/);
  }
  console.log(
    `${page.printed.length} factories train in a page, with its few kernels, as they do in Node.`,
  );
});

/** The program's bundle for a place, and what it prints there. */
async function run(project, program, platform) {
  const { outputFiles, metafile } = await build({
    ...program,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform,
    logLevel: 'error',
    plugins: [packedOnes(project)],
  });
  const flags = platform === 'browser' ? ['--import', PAGE] : [];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module'],
    {
      input: outputFiles[0].text,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  // tfjs warns of kernels and backends that are registered twice.
  if (status !== 0 || stderr !== '') throw new Error(`It complains: ${stderr.slice(0, 2000)}`);
  const [{ inputs }] = Object.values(metafile.outputs);
  return {
    printed: stdout.trim().split('\n'),
    inputs: Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
  };
}

async function expectPrinted(project, contents, expected) {
  const { printed } = await run(project, { stdin: { contents, resolveDir: project } }, 'browser');
  if (printed.length !== 1 || !expected.test(printed[0])) {
    throw new Error(`Expected ${expected}, printed: ${printed.join('\n')}`);
  }
}

/** `tsuno` is the packed one, not the one of the workspace. */
function packedOnes(project) {
  return {
    name: 'packed',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^tsuno(\/|$)/ }, ({ path, kind, pluginData }) =>
        pluginData === 'asked'
          ? undefined
          : resolve(path, { kind, resolveDir: project, pluginData: 'asked' }),
      );
    },
  };
}

/** Rows of tfjs's backends on a GPU, drawn in software: the tfjs engine trains the lecture there with Keras's numbers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { versionIn } from '../stage.mjs';
import { visit } from '../visit.mjs';

const testing = join(import.meta.dirname, '..', '..');

async function folderWith(stage, backend, measured) {
  const tools = await stage.tools('backends');
  const folder = stage.folder('pages', backend);
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/page.js"></script>',
  );
  await build({
    stdin: {
      contents: [
        `import '@tensorflow/tfjs-backend-${backend}';`,
        `import { trainOn } from ${JSON.stringify(join(testing, 'runtimes', 'train-on.ts'))};`,
        `trainOn('${backend}', ${measured.includes('outputs')});`,
      ].join('\n'),
      resolveDir: tools,
    },
    outfile: join(folder, 'page.js'),
    bundle: true,
    format: 'esm',
    plugins: [fromProject(stage.project)],
    logLevel: 'error',
  });
  return folder;
}

/** One tfjs-core, and the packed packages instead of the sources; golden values come along. */
function fromProject(project) {
  return {
    name: 'from-project',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^(tsuno|@tensorflow\/tfjs-(core|backend-cpu))(\/|$)/ }, (asked) =>
        asked.pluginData === 'asked'
          ? undefined
          : resolve(asked.path, { resolveDir: project, kind: asked.kind, pluginData: 'asked' }),
      );
      onResolve({ filter: /\/read-golden\.ts$/ }, () => ({
        path: join(testing, 'runtimes', 'golden-in-page.mjs'),
      }));
    },
  };
}

/**
 * How far from Keras the numbers may be after 65 steps: shaders add float32 in another order and have an `exp` of their
 * own, about 1e-6 of the losses and 4e-6 of the outputs in SwiftShader. The golden weights are rounded by 1.5e-5.
 */
const ROOM = { losses: 1e-5, outputs: 4e-5, weights: 3e-5 };

function backend(name, title, flags, measured) {
  return {
    name: `Chromium, tfjs on ${title}`,
    imported: `\`import '@tensorflow/tfjs-backend-${name}'\`, bundled`,
    remark:
      '`await tf.setBackend(…)` before; `jitCompile: false`. Drawn in software (SwiftShader).',
    version: async (stage) =>
      versionIn(await stage.tools('backends'), `@tensorflow/tfjs-backend-${name}`),
    run: async (stage) =>
      visit('Chromium', {
        folder: await folderWith(stage, name, measured),
        flags,
        timeout: 240_000,
      }),
    told({ backend, runs, tensors }) {
      const far = runs.filter((run) => measured.some((each) => !isAtMost(run[each], ROOM[each])));
      if (backend !== name || runs.length === 0 || far.length > 0 || tensors !== 0)
        throw new Error(
          `Error: on ${backend}, with ${tensors} tensors left: ${JSON.stringify(far)}`,
        );
      return `${runs.length} runs of the lecture on the tfjs engine, with Keras's ${listed.format(measured)}`;
    },
  };
}

// What is NaN comes as null, which counts as 0.
const isAtMost = (value, most) => typeof value === 'number' && value <= most;

const listed = new Intl.ListFormat('en-GB');

const SOFTWARE = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

const WEBGPU = [
  ...SOFTWARE,
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

export const BACKENDS = [
  backend('webgl', 'WebGL', SOFTWARE, ['losses', 'outputs', 'weights']),
  // Without `predict`: tfjs reads at once through a canvas, at which the device is lost here.
  backend('webgpu', 'WebGPU', WEBGPU, ['losses', 'weights']),
];

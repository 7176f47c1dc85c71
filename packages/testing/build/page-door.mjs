/**
 * The doors to tfjs for pages. Where a bundler builds for a page they take the place of `tf.js`, by the manifest's `imports`:
 *
 * - `tf-page.js` (`#tf`) is what Tsuno itself imports. It takes each operation from tfjs's own module of it, because tfjs's
 *   index brings optimizers, files and much else along, and ties it to its kernels, where `tf.js` brings them all.
 * - `tf-of-page.js` (`#tf-of-user`) is what a user imports as `tf`: the same, and what is left out there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { droppable } from './droppable.mjs';
import { kernelsOfOperations } from './kernels-of-operations.mjs';
import { workspacePackage } from './workspace.mjs';

const { folder } = workspacePackage('@tsuno/core');

/** The file that has other forms, and what those are called. */
export const TF = { out: 'tf', page: 'tf-page', ofPage: 'tf-of-page' };

/**
 * Which file it is. Bundlers for pages say both; a test runner that plays a page says `browser` alone, and could not read
 * the modules of tfjs that the page's doors import.
 */
const conditions = (page) => ({
  browser: { module: `./${page}.js` },
  default: `./${TF.out}.js`,
});

/** Where the door for users leads, and the names by which the package's own files import both. */
export const tfConditions = conditions(TF.ofPage);
export const tfImports = { '#tf': conditions(TF.page), '#tf-of-user': tfConditions };

/** What a module of ours imports for the door to tfjs: what hands `tf` on to users (`index.ts`, doors) all of it. */
export const tfName = (importer) =>
  /[\\/](index|doors[\\/]\w+)\.ts$/.test(importer) ? '#tf-of-user' : '#tf';

/** What registers something when it is evaluated: imported, it would stay although nobody uses it. */
const HAS_EFFECTS = new Set(['io']);

/** The pages' doors as esbuild builds them. */
export function pageDoors() {
  const { always, operations } = kernelsOfOperations();
  const kernels = new Map(
    [always, ...operations.map((each) => each.kernels)]
      .flat()
      .map(({ path, name }) => [name, path]),
  );
  const slim = operations.filter(({ name }) => !HAS_EFFECTS.has(name));
  const list = (each) => `[${each.map(({ name }) => name).join(', ')}]`;
  const page = [
    "import './lent-require.ts';",
    "import '@tensorflow/tfjs-core/dist/base_side_effects.js';",
    "import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';",
    ...[...kernels].map(([name, path]) => `import { ${name} } from '${path}';`),
    "import * as tfjs from '@tensorflow/tfjs-core';",
    "import { takeRequireBack } from './lent-require.ts';",
    "import { linked, registerPageBackend } from './page-backend.ts';",
    'takeRequireBack();',
    `linked(undefined, ${list(always)});`,
    'registerPageBackend(MathBackendCPU);',
    ...slim.map(({ name, path, inside, kernels: its }) =>
      its.length === 0
        ? exported({ name, path, inside })
        : `export const ${name} = /* @__PURE__ */ linked(tfjs.${name}, ${list(its)});`,
    ),
  ];
  const ofPage = [
    `export * from './${TF.page}.js';`,
    ...operations.filter(({ name }) => HAS_EFFECTS.has(name)).map(exported),
  ];
  const place = { resolveDir: join(folder, 'src'), loader: 'ts' };
  return [
    { out: TF.page, stdin: { ...place, contents: page.join('\n') }, plugin: fromModules(slim) },
    { out: TF.ofPage, stdin: { ...place, contents: ofPage.join('\n') }, plugin: fromModules(slim) },
  ];
}

function exported({ name, path, inside }) {
  if (inside === '*') return `export * as ${name} from '${path}';`;
  return `export { ${inside} as ${name} } from '${path}';`;
}

/**
 * tfjs's index stands for the modules of what is taken from it, which stay imports. The backend's modules are built in: as
 * imports they would bring the index. One that needs a further package (random numbers) stays an import.
 */
function fromModules(operations) {
  return {
    name: 'from-modules',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: new RegExp(`^\\./${TF.page}\\.js$`) }, ({ path }) => ({
        path,
        external: true,
      }));
      onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({
        path: 'core',
        namespace: 'tfjs',
      }));
      onLoad({ filter: /.*/, namespace: 'tfjs' }, () => ({
        contents: operations.map(exported).join('\n'),
      }));
      onResolve(
        { filter: /^@tensorflow\/tfjs-backend-cpu\// },
        async ({ path, pluginData, ...at }) => {
          if (pluginData === 'asked') return undefined;
          const { kind, resolveDir } = at;
          const found = await resolve(path, { kind, resolveDir, pluginData: 'asked' });
          const isWhole = !/from 'seedrandom'/.test(readFileSync(found.path, 'utf8'));
          return isWhole ? found : { path, external: true };
        },
      );
      onLoad(
        { filter: /tfjs-backend-cpu[\\/]dist[\\/](kernels|utils)[\\/].*\.js$/ },
        ({ path }) => ({
          contents: droppable(readFileSync(path, 'utf8'), path),
        }),
      );
    },
  };
}

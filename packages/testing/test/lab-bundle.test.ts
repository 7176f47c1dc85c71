import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../src/doc-examples.ts';

/** The sources that a browser is sent at once for a program; parts that are loaded later are left out. */
function bundle(program: string, { withLater = false } = {}): readonly string[] {
  const { metafile } = buildSync({
    stdin: { contents: program, resolveDir: `${ROOT}/examples` },
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    outdir: 'out',
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
  });
  const sent = new Set<string>();
  const send = (path: string) => {
    if (sent.has(path)) return;
    sent.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (withLater || kind === 'import-statement') send(next);
    }
  };
  send('out/stdin.js');
  return [...sent].flatMap((path) =>
    Object.entries(metafile.outputs[path]?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [input] : [],
    ),
  );
}

const LIBRARIES = /@observablehq|linkedom|resvg|node_modules[/\\]d3/;
const DRAWING = new RegExp(`${LIBRARIES.source}|packages[/\\\\]drawing`);

describe('The browser’s bundle', () => {
  it('of the lecture’s program holds nothing of the lab, nor of what it draws with', () => {
    const inputs = bundle(`
      import { layers, losses, optimizers, Sequential } from 'tsuno';
      const model = new Sequential([layers.Dense({ units: 10 })]);
      model.compile({ optimizer: optimizers.Adam(), loss: losses.MeanSquaredError() });
      export const train = (x, y) => model.fit(x, y);
    `);
    expect(inputs.length).toBeGreaterThan(50);
    expect(inputs.filter((path) => DRAWING.test(path) || path.includes('packages/lab'))).toEqual(
      [],
    );
  });

  it('of a sweep that is printed holds nothing that draws, now or later', () => {
    const program = `
      import { lab } from 'tsuno';
      export const run = async (options) => lab.toText(await lab.sweepLearningRates(options));
      export const rest = lab;
    `;
    const inputs = bundle(program, { withLater: true });
    expect(inputs.filter((path) => DRAWING.test(path))).toEqual([]);
  });

  it('of a program that draws has Plot for later, and no native code', () => {
    const program = `
      import { toPage } from '@tsuno/drawing';
      export const draw = (result) => toPage(result);
    `;
    expect(bundle(program).filter((path) => LIBRARIES.test(path))).toEqual([]);
    const inputs = bundle(program, { withLater: true });
    expect(inputs.some((path) => path.includes('@observablehq'))).toBe(true);
    expect(inputs.filter((path) => path.includes('resvg'))).toEqual([]);
  });
});

/** The packages from outside that come with one of ours, over all of ours that are built into it. */
function libraries(folder: string): readonly string[] {
  const {
    dependencies = {},
    optionalDependencies = {},
    devDependencies = {},
  } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const builtIn = Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
    name.startsWith('@tsuno/'),
  );
  return [
    ...Object.keys({ ...dependencies, ...optionalDependencies }).filter(
      (name) => !builtIn.includes(name),
    ),
    ...builtIn.flatMap((name) => libraries(name.replace('@tsuno/', 'packages/'))),
  ];
}

describe('Installing tsuno', () => {
  it('brings TensorFlow.js and nothing else', () => {
    expect(new Set(libraries('packages/tsuno'))).toEqual(
      new Set(['@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-core']),
    );
    expect(libraries('packages/drawing')).toContain('@observablehq/plot');
  });
});

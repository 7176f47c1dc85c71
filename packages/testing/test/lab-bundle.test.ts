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

const DRAWING = /@observablehq|linkedom|resvg|node_modules[/\\]d3/;

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

  it('of a sweep that is only printed holds nothing that draws', () => {
    const inputs = bundle(`
      import { lab } from 'tsuno';
      export const run = async (options) => lab.toText(await lab.sweepLearningRates(options));
    `);
    expect(inputs.filter((path) => DRAWING.test(path))).toEqual([]);
  });

  it('of a program that draws has Plot for later, and no native code', () => {
    const program = `
      import { lab } from 'tsuno';
      export const draw = (result) => lab.toPage(result);
    `;
    expect(bundle(program).filter((path) => DRAWING.test(path))).toEqual([]);
    const inputs = bundle(program, { withLater: true });
    expect(inputs.some((path) => path.includes('@observablehq'))).toBe(true);
    expect(inputs.filter((path) => path.includes('resvg'))).toEqual([]);
  });
});

import { expectClose, golden } from '../src/index.ts';
import { type LayerCase, layerRun } from '../src/parity-of-layers.ts';

/** Three steps of training whose sums are made in another order. */
const FLOAT32 = { relative: 2e-5, absolute: 5e-6 };

interface Case extends LayerCase {
  readonly evaluated: number;
  readonly params: readonly [number, number];
}
const { cases } = golden<{ cases: Case[] }>('layers.json');

const titled = cases.flatMap((each) =>
  (['the default engine', 'the tfjs engine'] as const).map(
    (engine) => [`${JSON.stringify(each.layers)} of ${each.shape}`, engine, each] as const,
  ),
);

describe.each(titled)('%s on %s', (_title, engine, each) => {
  it('computes, learns and keeps what Keras does', async () => {
    const trained = await layerRun(each, engine === 'the tfjs engine' ? false : 'auto');
    expectClose(trained.before, each.before, FLOAT32);
    expectClose(trained.losses, each.losses, FLOAT32);
    expectClose([trained.evaluated], [each.evaluated], FLOAT32);
    expectClose(trained.after, each.after, FLOAT32);
    expect(trained.weights.length).toBe(each.weights.length);
    for (const [index, weight] of trained.weights.entries()) {
      expectClose(weight, each.weights[index], FLOAT32);
    }
  });

  it('counts its weights as Keras does', async () => {
    const { model } = await layerRun(each, false);
    let summary = '';
    model.summary({ printFn: (text) => (summary = text) });
    expect(summary).toContain(` Trainable params: ${each.params[1]} `);
    expect(model.countParams()).toBe(each.params[0]);
  });
});

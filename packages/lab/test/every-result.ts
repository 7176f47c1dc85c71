import { lab, optimizers } from '../../tsuno/src/index.ts';
import { smallSweep } from './made-up-sweep.ts';
import { oneUnit, tenInputs } from './one-unit.ts';

/** One result of every kind. */
export async function everyResult(): Promise<readonly lab.Result[]> {
  const sweep = await smallSweep();
  const model = oneUnit();
  const probe = lab.probe(model);
  const run = await model.fit(tenInputs.x, tenInputs.y, {
    epochs: 6,
    verbose: 0,
    callbacks: [probe],
  });
  return [
    sweep,
    lab.comparisonOf(sweep, { at: 'best' }),
    probe.recording(),
    await lab.tracePaths({
      surface: lab.functions.bowl(),
      start: [-9, 3],
      optimizers: { 'a & b <c>': optimizers.Adam({ learningRate: 0.3 }) },
      steps: 20,
      grid: 21,
    }),
    lab.explainUpdate({ optimizer: optimizers.Adam(), weight: 1, gradients: [0.5, -1] }),
    lab.diagnose({ model, ...tenInputs, run }),
  ];
}

import type { Optimizer } from 'tsuno';
import { type Described, make } from '../src/described.ts';
import { expectClose, golden } from '../src/index.ts';
import { goldenStart, modelRun } from '../src/optimizer-run.ts';

/** As for parameters of one's own (`optimizers.attach`): Keras corrects the bias of moments in float32. */
const KERAS_FLOAT32 = 1e-5;
const LARGEST = Math.max(...goldenStart(0).map(Math.abs));

interface Case {
  readonly optimizer: Described;
  readonly kept: readonly { readonly step: number; readonly params: readonly number[][] }[];
  readonly final: readonly number[][];
}
// A norm over all weights needs both of the golden parameters; whole runs compare it.
const cases = golden<{ cases: Case[] }>('optimizers.json').cases.filter(
  ({ optimizer }) => optimizer.globalClipnorm === undefined,
);

describe.each(cases.map((each) => [JSON.stringify(each.optimizer), each] as const))(
  'A model that learns with %s',
  (_title, { optimizer, kept, final }) => {
    it.each([
      ['compiled', true],
      ['tfjs', false],
    ])('takes the 30 steps that Keras takes, on the %s engine', async (_engine, jitCompile) => {
      const path = await modelRun(make<Optimizer>(optimizer), jitCompile);
      for (const { step, params } of kept) {
        expectClose(path[step - 1], params[0], { absolute: KERAS_FLOAT32 * LARGEST });
      }
      expectClose(path[30], final[0], { absolute: KERAS_FLOAT32 * LARGEST });
    });
  },
);

import type { Optimizer } from 'tsuno';
import { type Described, make } from './described.ts';
import { golden } from './goldens.ts';
import { modelRun } from './optimizer-run.ts';
import { type Measured, paired } from './parity.ts';

interface OptimizerCase {
  readonly optimizer: Described;
  readonly kept: readonly { readonly step: number; readonly params: readonly number[][] }[];
}

/** 30 steps with gradients of ten magnitudes; relative to the largest weight. */
export function optimizerParity(): Promise<readonly Measured[]> {
  const { cases } = golden<{ cases: OptimizerCase[] }>('optimizers.json');
  const doubles = golden<{ cases: Pick<OptimizerCase, 'kept'>[] }>('float64/optimizers.json');
  const own = paired(cases, doubles.cases).filter(
    ([{ optimizer }]) => optimizer.globalClipnorm === undefined,
  );
  return Promise.all(
    own.map(async ([{ optimizer, kept }, inDoubles]) => {
      const on = async (jitCompile: boolean) => {
        const path = await modelRun(make<Optimizer>(optimizer), jitCompile);
        return kept.map(({ step }) => path[step - 1]);
      };
      return {
        kind: optimizer.kind,
        title: JSON.stringify(optimizer),
        keras: kept.map(({ params }) => params[0]),
        doubles: inDoubles.kept.map(({ params }) => params[0]),
        compiled: await on(true),
        tfjs: await on(false),
      };
    }),
  );
}

interface TorchCase {
  readonly optimizer: Described;
  readonly kept: readonly { readonly step: number; readonly param: readonly number[] }[];
}

/** The same against PyTorch, for `variant: 'pytorch'`. */
export function torchParity(): Promise<readonly Measured[]> {
  return Promise.all(
    golden<{ cases: TorchCase[] }>('pytorch.json').cases.map(async ({ optimizer, kept }) => {
      const on = async (jitCompile: boolean) => {
        const rule = make<Optimizer>({ ...optimizer, variant: 'pytorch' });
        const path = await modelRun(rule, jitCompile);
        return kept.map(({ step }) => path[step - 1]);
      };
      return {
        kind: optimizer.kind,
        title: JSON.stringify(optimizer),
        keras: kept.map(({ param }) => param),
        doubles: null,
        compiled: await on(true),
        tfjs: await on(false),
      };
    }),
  );
}

import { type Sequential, UnsupportedError } from 'tsuno';
import type { ModelCase } from './model-cases.ts';

export type Histories = Readonly<Record<string, readonly number[]>>;

/** How a model in a file goes on for two epochs, on each engine; null where the compiled one cannot train it. */
export async function goOn(
  { x, y, model: make }: ModelCase,
  path: string,
): Promise<{ readonly tfjs: Histories; readonly wasm: Histories | null }> {
  const on = async (jitCompile: boolean) => {
    const model = make(jitCompile);
    model.build(shapeOf(x));
    await model.loadWeights(path);
    const options = { epochs: 2, batchSize: 8, shuffle: false, verbose: 0 } as const;
    const { history } = await model.fit(x as number[][], y as number[][], options);
    return history as Histories;
  };
  const tfjs = await on(false);
  try {
    return { tfjs, wasm: await on(true) };
  } catch (error) {
    if (error instanceof UnsupportedError) return { tfjs, wasm: null };
    throw error;
  }
}

export function predictions(model: Sequential, x: unknown[]): readonly number[] {
  const predicted = model.predict(x as number[][]);
  const values = [...predicted.dataSync<'float32'>()];
  predicted.dispose();
  return values;
}

function shapeOf(x: unknown[]): [null, ...number[]] {
  const shape: number[] = [];
  for (let part: unknown = x[0]; Array.isArray(part); part = part[0]) shape.push(part.length);
  return [null, ...shape];
}

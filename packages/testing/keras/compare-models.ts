import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, tf } from 'tsuno';
import { goOn, type Histories, predictions } from './go-on.ts';
import { type ModelCase, modelCases } from './model-cases.ts';

/** Predictions are of one pass in float32; losses and metrics of two epochs of them. */
const PREDICTIONS = 1e-6;
const LOSSES = 1e-4;

interface Written {
  readonly predictions: readonly number[];
  readonly tfjs: Histories;
  readonly wasm: Histories | null;
}

interface Trained {
  readonly error?: string;
  readonly predictions: readonly number[];
  readonly history: Histories;
  readonly after: readonly number[];
  readonly goesOn: Histories | null;
}

/** What Keras itself cannot do, by a part of the case's name: reported, and no failure. */
const KERAS_FAILS: Readonly<Record<string, string>> = {
  '"glu"': 'the layer says that its output has the shape of its input, although glu halves it',
  '"sparsemax"': 'it is wrong where several outputs are above 0',
  'metric R2Score {"classAggregation":"variance_weighted_average"': 'it cannot be traced by JAX',
  '"sparseYPred":false,"axis":1': 'it asks for an axis of classes that it has taken away',
};

/** How far apart numbers are, relative where they are large; infinite where one has what the other has not. */
function apart(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  return ours.reduce((most, value, index) => {
    const other = theirs[index];
    if (Object.is(value, other) || (Number.isNaN(value) && other === null)) return most;
    const distance = Math.abs(value - other) / Math.max(1, Math.abs(other));
    return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(most, distance);
  }, 0);
}

function historiesApart(ours: Histories, theirs: Histories): number {
  const names = Object.keys(theirs);
  const own = Object.keys(ours);
  if (own.length !== names.length) return Number.POSITIVE_INFINITY;
  // Keras and we call a metric alike, but for the counters of names.
  return Math.max(...names.map((name, at) => apart(ours[name] ?? ours[own[at]], theirs[name])));
}

interface Measured {
  readonly what: string;
  readonly distance: number;
  readonly bound: number;
}

async function measure(
  one: ModelCase,
  folder: string,
  index: number,
): Promise<readonly Measured[]> {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const written: Written = read(`${index}.json`);
  const trained: Trained = read(`${index}.back.json`);
  if (trained.error !== undefined) throw new Error(`Keras: ${trained.error}`);
  const back = join(folder, `${index}.back.keras`);
  const measured: Measured[] = [];
  const note = (what: string, distance: number, bound: number) =>
    measured.push({ what, distance, bound });
  note('Keras predicts', apart(written.predictions, trained.predictions), PREDICTIONS);
  note('we predict', apart(predictions(await loadModel(back), one.x), trained.after), PREDICTIONS);
  const here = await goOn(one, back);
  for (const engine of ['tfjs', 'wasm'] as const) {
    const [before, after] = [written[engine], here[engine]];
    if (one.isRandom || before === null || after === null) continue;
    note(`Keras goes on, ${engine}`, historiesApart(before, trained.history), LOSSES);
    if (trained.goesOn === null) continue;
    note(`we go on, ${engine}`, historiesApart(after, trained.goesOn), LOSSES);
  }
  return measured;
}

/** Opens what Keras made of our models, and compares everything with it. */
async function main(folder: string): Promise<void> {
  tf.enableProdMode();
  const most = new Map<
    string,
    { readonly distance: number; readonly name: string; readonly count: number }
  >();
  let failures = 0;
  const fail = (text: string) => {
    failures += 1;
    console.log(text);
  };
  for (const [index, one] of modelCases().entries()) {
    if (!existsSync(join(folder, `${index}.back.json`))) continue;
    const fault = Object.entries(KERAS_FAILS).find(([part]) => one.name.includes(part))?.[1];
    if (fault !== undefined) {
      console.log(`${one.name}: not compared, because in Keras ${fault}.`);
      continue;
    }
    try {
      for (const { what, distance, bound } of await measure(one, folder, index)) {
        const before = most.get(what) ?? { distance: -1, name: '', count: 0 };
        const largest = distance > before.distance ? { distance, name: one.name } : before;
        most.set(what, { ...largest, count: before.count + 1 });
        if (!(distance <= bound)) fail(`${one.name}: ${what}: ${distance} apart`);
      }
    } catch (error) {
      fail(`${one.name}: ${(error as Error).message}`);
    }
  }
  for (const [what, { distance, name, count }] of most) {
    console.log(
      `${what}: ${count} models, at most ${distance.toExponential(1)} apart (${name.slice(0, 60)})`,
    );
  }
  console.log(failures === 0 ? 'All agree.' : `${failures} do not agree.`);
  process.exitCode = failures === 0 ? 0 : 1;
}

void main(process.argv[2]);

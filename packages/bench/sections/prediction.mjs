/** The time until the outputs for one row and for 10,000 rows are numbers in host memory; the lecture's network. */
import { startChild } from '../tools/child.mjs';
import { interleaved } from '../tools/rounds.mjs';
import { writeWorkload } from '../write-workload.mjs';

const PREDICTED_ROWS = [1, 10_000];

export async function measurePrediction({ contestants, rounds, seconds, folder, log }) {
  const data = writeWorkload(folder, 'lecture');
  const runners = contestants
    .filter(({ predicts }) => predicts)
    .map((contestant) => ({ ...contestant, child: startChild(contestant) }));
  const records = [];
  try {
    for (const { child } of runners) await child.ask('prepare', { folder: data });
    for (const rows of PREDICTED_ROWS) {
      const entries = runners.flatMap((runner) => {
        if (runner.name !== 'tsuno') return [runner];
        const own = { ...runner, title: 'Tsuno, predict' };
        const whole = { ...runner, title: 'Tsuno, predict, batchSize: all', variant: 'one batch' };
        return rows > 1 ? [own, whole] : [own];
      });
      log(`prediction of ${rows}`);
      const results = await interleaved(entries, rounds, async ({ child, variant }) => {
        return (await child.ask('predict', { rows, seconds, variant })).micros;
      });
      const [[, base]] = results;
      for (const [{ name, title, variant }, result] of results) {
        const isOther = !result.error && !base.error && result !== base;
        records.push({
          section: 'prediction',
          measure: `predict: ${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}, lecture's network`,
          name: variant ? `${name}, ${variant}` : name,
          title,
          unit: 'µs',
          ...result,
          ...(isOther ? { ratio: result.median / base.median } : {}),
        });
      }
    }
  } finally {
    for (const { child } of runners) child.end();
  }
  return records;
}

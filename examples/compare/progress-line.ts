import type { lab } from 'tsuno';
import { progressBar, showDuration, standardOutput } from 'tsuno/core';

/** A line that is redrawn on a terminal; elsewhere about ten lines in all. */
export function progressLine(): { show(progress: lab.Progress): void; end(): void } {
  const output = standardOutput();
  let tenths = 0;
  return {
    show({ run, done, planned, secondsLeft }) {
      const { optimizer, learningRate, seed, curves, diverged } = run;
      const accuracy = curves.val_accuracy?.at(-1);
      const result =
        diverged !== null || accuracy === undefined
          ? 'diverged'
          : `${(100 * accuracy).toFixed(1)} %`;
      const left = `about ${showDuration(secondsLeft)} left`;
      const what = `${optimizer} α ${learningRate} seed ${seed}: ${result}`;
      if (output.isTerminal) {
        const text = ` ${done}/${planned} · ${left} · ${what}`;
        output.write(
          `\r\u001b[K${progressBar(done / planned)}${text.slice(0, output.columns - 22)}`,
        );
        return;
      }
      const tenth = Math.floor((10 * done) / planned);
      if (tenth > tenths) output.write(`${done}/${planned} runs · ${left} · ${what}\n`);
      tenths = tenth;
    },
    end() {
      if (output.isTerminal) output.write('\n');
    },
  };
}

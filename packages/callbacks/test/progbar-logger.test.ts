import type { Callback, Logs, Run } from '@tsuno/core';
import { ProgbarLogger } from '../src/index.ts';

const BOLD = '\u001b[1m';
const OFF = '\u001b[0m';
const ERASE = '\u001b[K';
const bar = (filled: number) =>
  (filled > 0 ? `\u001b[32m${'━'.repeat(filled)}${OFF}` : '') +
  (filled < 20 ? `\u001b[37m${'━'.repeat(20 - filled)}${OFF}` : '');
/** What a reader sees of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
const visible = (text: string) => text.replace(/\u001b\[\d*[mK]|\r/g, '');

/** A logger with a fake output and a fake clock, and the run that it listens to. */
function watch({
  isTerminal = true,
  columns = 120,
  verbose = 1 as 0 | 1 | 2,
  epochs = 1,
  steps = 3 as number | null,
} = {}) {
  const written: string[] = [];
  let time = 5000;
  const output = { isTerminal, columns, write: (text: string) => void written.push(text) };
  const logger = ProgbarLogger({ output, now: () => time });
  const run = { params: { verbose, epochs, steps } } as Run;
  const hooks = logger as Required<Callback>;
  return {
    written,
    run,
    hooks,
    after: (milliseconds: number) => {
      time += milliseconds;
    },
    /** An epoch whose steps take this long each. */
    epoch(durations: readonly number[], logs: Logs, epoch = 0) {
      hooks.onEpochBegin(epoch, {}, run);
      durations.forEach((duration, step) => {
        time += duration;
        hooks.onTrainBatchEnd(step, logs, run);
      });
      hooks.onEpochEnd(epoch, logs, run);
    },
  };
}

const LOGS = { accuracy: 0.09375, loss: 2.50512 };

describe('On a terminal', () => {
  it("draws Keras's bar: step, bar, remaining time, time per step, means", () => {
    const { written, hooks, run, epoch } = watch({ epochs: 2 });
    hooks.onTrainBegin({}, run);
    epoch([1000, 809, 809], LOGS);
    expect(written).toEqual([
      'Epoch 1/2\n',
      // The first step takes part in the estimate as long as it is alone.
      `\r${BOLD}1/3${OFF} ${bar(6)} ${BOLD}2s${OFF} 1s/step - accuracy: 0.0938 - loss: 2.5051${ERASE}`,
      `\r${BOLD}2/3${OFF} ${bar(13)} ${BOLD}0s${OFF} 809ms/step - accuracy: 0.0938 - loss: 2.5051${ERASE}`,
      `\r${BOLD}3/3${OFF} ${bar(20)} ${BOLD}3s${OFF} 809ms/step - accuracy: 0.0938 - loss: 2.5051${ERASE}`,
      `\r${BOLD}3/3${OFF} ${bar(20)} ${BOLD}3s${OFF} 809ms/step - accuracy: 0.0938 - loss: 2.5051${ERASE}\n`,
    ]);
  });

  it('aligns the step to the digits of their number', () => {
    const { written, epoch } = watch({ steps: 250 });
    epoch([60], LOGS);
    expect(visible(written[0])).toBe(
      `  1/250 ${'━'.repeat(20)} 14s 60ms/step - accuracy: 0.0938 - loss: 2.5051`,
    );
  });

  it('says "Epoch 1/2" only when there are several', () => {
    const one = watch();
    one.hooks.onTrainBegin({}, one.run);
    one.epoch([60, 60, 60], LOGS);
    expect(one.written.join('')).not.toContain('Epoch');
    const second = watch({ epochs: 2 });
    second.hooks.onTrainBegin({}, second.run);
    second.epoch([60, 60, 60], LOGS, 1);
    expect(second.written[0]).toBe('Epoch 2/2\n');
  });

  it('redraws at most every 50 ms, and always after the last step', () => {
    const { written, epoch } = watch({ steps: 100 });
    epoch(Array(100).fill(10), LOGS);
    // At 10, 60, 110, … 960 ms, at the 100th step and at the end.
    expect(written).toHaveLength(20 + 2);
    expect(visible(written[1])).toContain('  6/100');
    expect(visible(written[20])).toContain('100/100');
  });

  it('shows the elapsed time in rounded seconds when it has finished, however long', () => {
    const { written, epoch } = watch({ steps: 2 });
    epoch([59_700, 60_000], {});
    expect(visible(written[0])).toBe(`1/2 ${'━'.repeat(20)} 59s 60s/step`);
    expect(visible(written[1])).toBe(`2/2 ${'━'.repeat(20)} 120s 60s/step`);
  });

  it.each([
    // 100 steps; the rest of them at the pace of the first.
    [700, '1:09'],
    [40_000, '1:06:00'],
    [606, '59s'],
  ])('shows the remaining time for steps of %d ms as %s', (duration, time) => {
    const { written, epoch } = watch({ steps: 100 });
    epoch([duration], {});
    expect(visible(written[0])).toContain(` ${time} `);
  });

  it.each([
    [2400, '2s/step'],
    [1000, '1s/step'],
    [999, '999ms/step'],
    [1, '1ms/step'],
    [0.9, '900us/step'],
    [0, '0s/step'],
  ])('shows steps of %d ms as %s', (duration, rate) => {
    const { written, epoch } = watch({ steps: 1 });
    epoch([duration], {});
    expect(visible(written[0]).endsWith(rate)).toBe(true);
  });

  it('leaves the first step, which warms up, out of the time per step', () => {
    const { written, epoch } = watch({ steps: 3 });
    epoch([10_000, 100, 100], {});
    expect(visible(written[2])).toBe(`3/3 ${'━'.repeat(20)} 10s 100ms/step`);
  });

  it('counts an unknown number of steps, and knows it at the end', () => {
    const { written, epoch } = watch({ steps: null });
    epoch([100, 100], LOGS);
    expect(written.map(visible)).toEqual([
      '      1/Unknown 0s 100ms/step - accuracy: 0.0938 - loss: 2.5051',
      '      2/Unknown 0s 100ms/step - accuracy: 0.0938 - loss: 2.5051',
      `2/2 ${'━'.repeat(20)} 0s 100ms/step - accuracy: 0.0938 - loss: 2.5051\n`,
    ]);
  });

  it('keeps a line that is redrawn within the columns, and shows all metrics at the end', () => {
    const logs = { accuracy: 0.5, auc: 0.6, loss: 0.7, precision: 0.8, recall: 0.9 };
    for (let columns = 40; columns < 130; columns++) {
      const { written, epoch } = watch({ columns, steps: 2 });
      epoch([100, 100], logs);
      for (const line of written.slice(0, -1)) expect(visible(line).length).toBeLessThan(columns);
      expect(visible(written[2])).toBe(
        `2/2 ${'━'.repeat(20)} 0s 100ms/step - accuracy: 0.5000 - auc: 0.6000 - loss: 0.7000 - precision: 0.8000 - recall: 0.9000\n`,
      );
    }
    const { written, epoch } = watch({ columns: 60, steps: 2 });
    epoch([100, 100], logs);
    expect(visible(written[0])).toBe(`1/2 ${'━'.repeat(20)} 0s 100ms/step - accuracy: 0.5000`);
  });
});

describe('Off a terminal', () => {
  it('writes one plain line for an epoch, without control characters', () => {
    const { written, hooks, run, epoch } = watch({ isTerminal: false, epochs: 2, steps: 4 });
    hooks.onTrainBegin({}, run);
    epoch([145, 145, 145, 145], { accuracy: 0.1, loss: 2.37952 });
    epoch([100, 100, 100, 100], { accuracy: 0.2, loss: 2 }, 1);
    expect(written).toEqual([
      'Epoch 1/2\n',
      '4/4 - 1s - 145ms/step - accuracy: 0.1000 - loss: 2.3795\n',
      'Epoch 2/2\n',
      '4/4 - 0s - 100ms/step - accuracy: 0.2000 - loss: 2.0000\n',
    ]);
  });

  it('counts the steps of an epoch whose length was unknown', () => {
    const { written, epoch } = watch({ isTerminal: false, steps: null });
    epoch([100, 100], {});
    expect(written).toEqual(['2/2 - 0s - 100ms/step\n']);
  });
});

describe('verbose', () => {
  it('2 writes the plain line on a terminal too', () => {
    const { written, hooks, run, epoch } = watch({ verbose: 2, epochs: 2, steps: 4 });
    hooks.onTrainBegin({}, run);
    epoch([145, 145, 145, 145], { accuracy: 0.1, loss: 2.37952 });
    expect(written).toEqual([
      'Epoch 1/2\n',
      '4/4 - 1s - 145ms/step - accuracy: 0.1000 - loss: 2.3795\n',
    ]);
  });

  it('0 writes nothing', () => {
    const { written, hooks, run, epoch } = watch({ verbose: 0, epochs: 2 });
    hooks.onTrainBegin({}, run);
    epoch([100, 100, 100], LOGS);
    hooks.onTrainEnd({}, run);
    hooks.onTestBegin({}, run);
    hooks.onTestBatchEnd(0, LOGS, run);
    hooks.onTestEnd(LOGS, run);
    expect(written).toEqual([]);
  });
});

describe('The values', () => {
  it.each([
    [0.00100001, '0.0010'],
    [0.001, '1.0000e-03'],
    [0.000123456, '1.2346e-04'],
    [-0.5, '-0.5000'],
    [-0.0005, '-5.0000e-04'],
    [1e-12, '1.0000e-12'],
    [1.5e-101, '1.5000e-101'],
    [123456.789, '123456.7890'],
    // Keras writes 0.0000e+00; a share of 0 reads better as one.
    [0, '0.0000'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('%d is shown as %s', (value, text) => {
    const { written, epoch } = watch({ isTerminal: false, steps: 1 });
    epoch([100], { loss: value });
    expect(written).toEqual([`1/1 - 0s - 100ms/step - loss: ${text}\n`]);
  });
});

describe('evaluate', () => {
  it('has a bar of its own', () => {
    const { written, hooks, run, after } = watch({ steps: 2 });
    hooks.onTestBegin({}, run);
    for (const step of [0, 1]) {
      after(100);
      hooks.onTestBatchEnd(step, { loss: 1 }, run);
    }
    hooks.onTestEnd({ loss: 2 }, run);
    expect(written.map(visible)).toEqual([
      `1/2 ${'━'.repeat(20)} 0s 100ms/step - loss: 1.0000`,
      `2/2 ${'━'.repeat(20)} 0s 100ms/step - loss: 1.0000`,
      `2/2 ${'━'.repeat(20)} 0s 100ms/step - loss: 2.0000\n`,
    ]);
  });

  it('inside fit is silent: its values come with the last redraw of the epoch', () => {
    const { written, hooks, run, after } = watch({ steps: 1 });
    hooks.onTrainBegin({}, run);
    hooks.onEpochBegin(0, {}, run);
    after(100);
    hooks.onTrainBatchEnd(0, { loss: 1 }, run);
    hooks.onTestBegin({}, run);
    after(100);
    hooks.onTestBatchEnd(0, { loss: 5 }, run);
    hooks.onTestEnd({ loss: 5 }, run);
    expect(written).toHaveLength(1);
    hooks.onEpochEnd(0, { loss: 1, val_loss: 5 }, run);
    expect(visible(written[1])).toMatch(/ - loss: 1\.0000 - val_loss: 5\.0000\n$/);
    hooks.onTrainEnd({}, run);
    hooks.onTestBegin({}, run);
    hooks.onTestEnd({ loss: 5 }, run);
    expect(written).toHaveLength(3);
  });
});

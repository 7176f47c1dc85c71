import { lab } from '../../../tsuno/src/index.ts';

const accuracy = { name: 'val_accuracy', isHigherBetter: true, label: 'test accuracy' };
const loss = { name: 'loss', isHigherBetter: false, label: 'training loss' };

/** Made-up results: a number is what a rate reached, null a rate at which a run diverged. */
function standings(results: Readonly<Record<string, number | null>>): lab.Standing[] {
  return Object.entries(results).map(([rate, value]) => ({
    optimizer: 'it',
    learningRate: Number(rate),
    start: null,
    final: value === null ? null : { mean: value, least: value, most: value },
    runs: 1,
    diverged: value === null ? 1 : 0,
    reached: 0,
    epochsToTarget: null,
    secondsToTarget: null,
  }));
}

describe('workingWindow', () => {
  it('reaches from the best rate as far as results stay within the margin', () => {
    const results = standings({ 0.001: 0.5, 0.01: 0.9, 0.1: 0.915, 1: 0.89, 10: null });
    expect(lab.workingWindow(accuracy, 0.02, 'it', 0.01, results)).toEqual({
      optimizer: 'it',
      defaultRate: 0.01,
      bestRate: 0.1,
      best: 0.915,
      atDefault: 0.9,
      from: 0.01,
      to: 0.1,
      isOpenBelow: false,
      isOpenAbove: false,
      holdsDefault: true,
      width: 10,
      diverging: [10],
    });
  });

  it('has no holes: a good rate behind a bad one is not in it', () => {
    const results = standings({ 0.01: 0.91, 0.1: 0.3, 1: 0.92, 10: 0.91 });
    const window = lab.workingWindow(accuracy, 0.02, 'it', 0.01, results);
    expect(window).toMatchObject({ from: 1, to: 10, holdsDefault: false, isOpenAbove: true });
  });

  it('takes the margin of a loss as a share of the best', () => {
    const results = standings({ 0.01: 0.22, 0.1: 0.2, 1: 0.221 });
    const window = lab.workingWindow(loss, 0.1, 'it', 1, results);
    expect(window).toMatchObject({ bestRate: 0.1, from: 0.01, to: 0.1, holdsDefault: false });
  });

  it('leaves out a rate at which one seed of several diverged', () => {
    const [bad, good] = standings({ 0.1: 0.9, 1: 0.91 });
    const window = lab.workingWindow(accuracy, 0.02, 'it', 1, [good, { ...bad, diverged: 1 }]);
    expect(window).toMatchObject({ bestRate: 0.1, to: 0.1, atDefault: null, diverging: [1] });
  });

  it('is none where everything diverged', () => {
    const window = lab.workingWindow(accuracy, 0.02, 'it', 1, standings({ 1: null, 10: null }));
    expect(window).toMatchObject({ bestRate: null, from: null, to: null, holdsDefault: false });
  });
});

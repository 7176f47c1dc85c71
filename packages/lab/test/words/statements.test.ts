import { lab } from '../../../tsuno/src/index.ts';
import { sweepOf } from '../made-up-sweep.ts';

const rates = [0.001, 0.01, 0.1];
const text = (accuracies: Parameters<typeof sweepOf>[1]) =>
  lab.statementsOf(sweepOf(rates, accuracies)).join('\n');

describe('The statements of a sweep', () => {
  it('say that who has its rate inside the window needs no tuning, and who has not does', () => {
    const said = text({
      SGD: { own: 0.001, at: [0.2, 0.5, 0.93] },
      Adam: { own: 0.001, at: [0.92, 0.935, 0.4] },
    });
    expect(said).toContain(
      'Adam is about as good as its best from 0.001 to 0.01 (within 2 points of its best, 93.5 % at 0.01). The rate it comes with, 0.001, lies inside: tuning gains little.',
    );
    expect(said).toContain(
      'SGD is about as good as its best at 0.1 alone (within 2 points of its best, 93.0 % at 0.1). The rate it comes with, 0.001, lies below, which gives 20.0 %: tuning gains 73.0 points.',
    );
    expect(said).toContain(
      'Nobody is clearly best at every rate: Adam at 0.001 and 0.01; SGD at 0.1.',
    );
  });

  it('turn round with the numbers', () => {
    const said = text({
      SGD: { own: 0.001, at: [0.93, 0.94, 0.95] },
      Adam: { own: 0.001, at: [0.3, 0.5, 0.9] },
    });
    expect(said).toContain('SGD is about as good as its best from 0.001 to 0.1');
    expect(said).toContain('SGD is best at every rate at which others were tried.');
    expect(said).toMatch(
      /Adam is about as good as its best at 0\.1 alone .* tuning gains 60\.0 points/,
    );
  });

  it('do not call it working where an optimizer stays far behind', () => {
    const said = text({
      slow: { own: 0.1, at: [0.1, 0.2, 0.3] },
      Adam: { own: 0.001, at: [0.92, 0.935, 0.4] },
    });
    expect(said).toContain(
      'slow is at its best at 0.1 alone, but stays far behind: 30.0 % at 0.1, where others reach 93.5 %.',
    );
    expect(said).toContain('slow did not reach 90.0 % test accuracy within 10 epochs at any rate.');
    expect(said).toContain(
      'Adam reached 90.0 % test accuracy at α = 0.001 and 0.01; fastest at 0.001, after 4 epochs and 2.0 s on average; which is the rate it comes with.',
    );
  });

  it('say in how many runs the target was reached, where it was not in all', () => {
    const sweep = sweepOf(rates, { Adam: { own: 0.001, at: [0.89, 0.5, 0.4] } });
    const [first, ...others] = sweep.standings;
    const half = { ...first, runs: 3, reached: 2 };
    const [said] = lab.headlines({ ...sweep, standings: [half, ...others] });
    expect(said).toBe(
      'Adam reached 90.0 % test accuracy at 0.001 in 2 of 3 runs, and in all runs at no rate.',
    );
  });

  it('do not decide between optimizers whose runs overlap', () => {
    const sweep = sweepOf(rates, {
      SGD: { own: 0.001, at: [0.5, 0.6, 0.9] },
      Adam: { own: 0.001, at: [0.9, 0.91, 0.9] },
    });
    const said = lab.statementsOf(sweep).join(' ');
    expect(said).toContain('Adam at 0.001 and 0.01; at 0.1 the best are too close to call.');
  });

  it('claim nothing of optimizers that were stopped before their first run', () => {
    const { windows, ...sweep } = sweepOf(rates, { SGD: { own: 0.01, at: [0.2, 0.4, 0.5] } });
    const stopped = { ...sweep, windows, setting: { ...sweep.setting, planned: 6 } };
    expect(lab.statementsOf(stopped).join(' ')).not.toContain('end of the grid');
  });

  it('tell of batches that are not the same for everybody', () => {
    const sweep = sweepOf(rates, {
      batch: { own: 0.01, at: [0.2, 0.4, 0.5] },
      SGD: { own: 0.01, at: [0.2, 0.4, 0.5] },
    });
    const [batch, ...others] = sweep.setting.entrants;
    const entrants = [{ ...batch, batchSize: 'all' as const }, ...others];
    const [said] = lab.statementsOf({ ...sweep, setting: { ...sweep.setting, entrants } });
    expect(said).toContain(
      'The same start for everybody, and the same batches, but batch takes all examples at once, 1 update an epoch where the others make 4.',
    );
  });

  it('report runs that diverged, and those who always did', () => {
    const said = text({
      wild: { own: 0.001, at: [null, null, null] },
      SGD: { own: 0.01, at: [0.9, 0.92, null] },
    });
    expect(said).toContain('wild diverged for some seed at every rate tried.');
    expect(said).toContain('SGD at 0.1 (1 of 1 run)');
  });
});

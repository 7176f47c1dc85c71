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
      'Adam works from 0.001 to 0.01 (within 2 points of its best, 93.5 % at 0.01). The rate it comes with, 0.001, lies inside: it needs no tuning here.',
    );
    expect(said).toContain(
      'SGD works at 0.1 alone (within 2 points of its best, 93.0 % at 0.1). The rate it comes with, 0.001, lies below, which gives 20.0 %: it needs tuning here.',
    );
    expect(said).toContain('Nobody is best at every rate: Adam at 0.001 and 0.01; SGD at 0.1.');
  });

  it('turn round with the numbers', () => {
    const said = text({
      SGD: { own: 0.001, at: [0.93, 0.94, 0.95] },
      Adam: { own: 0.001, at: [0.3, 0.5, 0.9] },
    });
    expect(said).toContain('SGD works from 0.001 to 0.1');
    expect(said).toContain('SGD is best at every rate at which others were tried.');
    expect(said).toMatch(/Adam works at 0\.1 alone .* it needs tuning here/);
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
      'Adam reached 90.0 % test accuracy at α = 0.001 and 0.01; fastest at 0.001, after 4 epochs and 2.0 s on average.',
    );
  });

  it('report runs that diverged, and those who always did', () => {
    const said = text({
      wild: { own: 0.001, at: [null, null, null] },
      SGD: { own: 0.01, at: [0.9, 0.92, null] },
    });
    expect(said).toContain('wild: every run diverged at some seed, at every rate tried.');
    expect(said).toContain('SGD at 0.1 (1 of 1 run)');
  });
});

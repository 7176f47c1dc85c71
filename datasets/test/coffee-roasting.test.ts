import { OptionError, tf } from 'tsuno/core';
import { coffeeRoasting } from '../src/coffee-roasting.ts';

interface Roast {
  readonly t: number;
  readonly d: number;
  readonly good: number;
}

function roasts(options?: Parameters<typeof coffeeRoasting.load>[0]): readonly Roast[] {
  const { x, y } = coffeeRoasting.load(options);
  const [features, labels] = [x.dataSync(), y.dataSync()];
  tf.dispose([x, y]);
  return Array.from(labels, (good, i) => ({ t: features[2 * i], d: features[2 * i + 1], good }));
}

function shareOfGood(all: readonly Roast[]): number {
  return all.filter(({ good }) => good === 1).length / all.length;
}

describe('coffeeRoasting.load', () => {
  it('gives 200 roasts as [200, 2] and [200], and no other tensor', () => {
    const before = tf.memory().numTensors;
    const { x, y } = coffeeRoasting.load();
    expect(tf.memory().numTensors).toBe(before + 2);
    expect([x.shape, x.dtype, y.shape, y.dtype]).toEqual([[200, 2], 'float32', [200], 'int32']);
    tf.dispose([x, y]);
  });

  it('stays within 150 to 285 °C and 11.5 to 15.5 minutes, and fills both', () => {
    const all = roasts({ examples: 5000 });
    const t = all.map((roast) => roast.t);
    const d = all.map((roast) => roast.d);
    expect([Math.floor(Math.min(...t)), Math.ceil(Math.max(...t))]).toEqual([150, 285]);
    expect(Math.min(...d)).toBeGreaterThanOrEqual(11.5);
    expect(Math.min(...d)).toBeLessThan(11.51);
    expect(Math.max(...d)).toBeLessThanOrEqual(15.5);
    expect(Math.max(...d)).toBeGreaterThan(15.49);
  });

  it('calls a roast good inside the triangle of (170, 12), (275, 12) and (170, 15.25)', () => {
    // The same border as its three corners say it: on the left of each edge, going round.
    const corners = [
      [170, 12],
      [275, 12],
      [170, 15.25],
    ];
    const inside = ({ t, d }: Roast) =>
      corners.every(([t0, d0], i) => {
        const [t1, d1] = corners[(i + 1) % 3];
        return (t1 - t0) * (d - d0) - (d1 - d0) * (t - t0) > 0;
      });
    for (const roast of roasts({ examples: 5000, seed: 3 })) {
      expect([roast, inside(roast)]).toEqual([roast, roast.good === 1]);
    }
  });

  it('has about three good roasts in ten, whatever the seed', () => {
    // The triangle is 0.316 of the rectangle.
    expect(Math.abs(shareOfGood(roasts({ examples: 20_000 })) - 0.316)).toBeLessThan(0.013);
    for (let seed = 1; seed <= 50; seed++) {
      const share = shareOfGood(roasts({ seed }));
      expect(share).toBeGreaterThan(0.19);
      expect(share).toBeLessThan(0.44);
    }
  });

  it('mixes the classes near the border where the taster errs, and leaves the features alone', () => {
    const sure = roasts({ examples: 2000 });
    const unsure = roasts({ examples: 2000, noise: 0.05 });
    expect(unsure.map(({ t, d }) => [t, d])).toEqual(sure.map(({ t, d }) => [t, d]));
    const changed = sure.filter(({ good }, i) => good !== unsure[i].good).length;
    expect(changed).toBeGreaterThan(50);
    expect(changed).toBeLessThan(400);
  });

  it('gives the same roasts for the same seed, others for another', () => {
    expect(roasts({ seed: 5, noise: 0.1 })).toEqual(roasts({ seed: 5, noise: 0.1 }));
    expect(roasts({ seed: 5 })).not.toEqual(roasts({ seed: 6 }));
    expect(roasts()).toEqual(roasts({ examples: 200, seed: 1, noise: 0 }));
  });

  it('continues the same roasts where more are asked for', () => {
    expect(roasts({ examples: 30, noise: 0.1 }).slice(0, 10)).toEqual(
      roasts({ examples: 10, noise: 0.1 }),
    );
  });

  const refused: readonly [object, string][] = [
    [{ exampels: 1 }, 'unknown option "exampels". Did you mean "examples"?'],
    [{ examples: 2.5 }, 'examples must be a whole number of at least 1, got 2.5.'],
    [{ noise: -1 }, 'noise must be a number in [0, ∞), got -1.'],
    [{ seed: '1' }, 'seed must be a whole number, got "1".'],
    [{ examples: 1e10 }, 'examples must be at most 89,478,485, got 10,000,000,000'],
  ];
  it.each(refused)('refuses %j', (options, message) => {
    expect(() => coffeeRoasting.load(options)).toThrow(OptionError);
    expect(() => coffeeRoasting.load(options)).toThrow(`coffeeRoasting.load: ${message}`);
  });

  it.each([null, 5, [], 'seed'])('refuses %p for options', (options) => {
    expect(() => coffeeRoasting.load(options as never)).toThrow(OptionError);
  });
});

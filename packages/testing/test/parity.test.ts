import { tf } from 'tsuno';
import { golden } from '../src/index.ts';
import { parityOf } from '../src/parity.ts';
import { PARITY_SECTIONS } from '../src/parity-sections.ts';

/**
 * Four roundings of a float32, two in the last operations of either program: what luck decides between two that compute
 * the same. A formula that loses digits is farther away.
 */
const ROUNDINGS = 4 * 2 ** -24;

/** Above 1 the losses of a run would end farther apart than its start weights began. */
const WELL_CONDITIONED = 1;

jest.setTimeout(600_000);

const inDoubles = PARITY_SECTIONS.filter(({ title }) => title !== "PyTorch's Adam");

describe.each(inDoubles.map((section) => [section.title, section] as const))(
  'Held against Keras in float64: %s',
  (_title, { measure }) => {
    it('is in no case farther away than Keras in float32', async () => {
      jest.spyOn(console, 'info').mockImplementation(() => {});
      tf.enableProdMode();
      const farther: string[] = [];
      for (const one of await measure()) {
        const { keras, ...ours } = parityOf(one).fromDoubles;
        if (keras === null) continue;
        for (const [engine, distance] of Object.entries(ours)) {
          // Said this way round, so that NaN fails.
          if (distance === null || distance <= keras + ROUNDINGS) continue;
          farther.push(`${one.title}: ${engine} ${distance}, Keras ${keras}`);
        }
      }
      expect(farther).toEqual([]);
    });
  },
);

describe('The runs of the parity page', () => {
  it('are well conditioned, so that their differences say something of the programs', async () => {
    const { cases } = golden<{ cases: { readonly amplification: number }[] }>('float64/runs.json');
    expect(Math.max(...cases.map(({ amplification }) => amplification))).toBeLessThan(
      WELL_CONDITIONED,
    );
  });
});

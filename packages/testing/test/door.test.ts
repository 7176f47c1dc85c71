import { type Callback, TsunoError } from '@tsuno/core';
import { callbacks, Sequential } from 'tsuno';
import { HOSTILE } from '../src/hostile.ts';
import { expectClose } from '../src/index.ts';
import { LEAST_OPTIONS } from '../src/least-options.ts';
import {
  dense,
  FACTORIES,
  type Factory,
  factoriesOf,
  oneHot,
  outcome,
  PROGRAMS,
  type Program,
  SGD,
  x,
} from '../src/least-programs.ts';

/** Two steps on both engines; their sums have another order, and hostile options make large numbers of it. */
const FLOAT32_SUM_ORDER = { relative: 1e-3, absolute: 1e-4 };

/** The engines agree on whether a number is finite; which infinity or NaN a wild training ends in is nobody's promise. */
const NOT_FINITE = 'not finite';

/** Both engines end alike. */
async function expectOneOutcome(program: Program): Promise<void> {
  const tfjs = await outcome(program, false);
  const compiled = await outcome(program, 'auto');
  if (typeof tfjs === 'string' || typeof compiled === 'string') {
    expect(compiled).toBe(tfjs);
    return;
  }
  const [a, b] = [tfjs, compiled] as Record<string, number[]>[];
  expect(Object.keys(b)).toEqual(Object.keys(a));
  for (const name of Object.keys(a)) {
    const isWild = (values: number[]) => values.some((value) => !(Math.abs(value) < 1e6));
    if (isWild(a[name]) || isWild(b[name])) {
      expect(isWild(b[name]) ? NOT_FINITE : b[name]).toEqual(
        isWild(a[name]) ? NOT_FINITE : a[name],
      );
    } else expectClose(b[name], a[name], FLOAT32_SUM_ORDER);
  }
}

/** Factories that take a description or a function in place of options. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  Activation: ['null', 'a function', 'a class'],
};

/** What came of a call: a description, or the error. */
function attempt<T>(make: () => T): { readonly made?: T; readonly error?: unknown } {
  try {
    return { made: make() };
  } catch (error) {
    return { error };
  }
}

const isRefused = ({ error }: { readonly error?: unknown }) => error instanceof TsunoError;

beforeEach(() => {
  for (const method of ['info', 'warn', 'log'] as const) {
    jest.spyOn(console, method).mockImplementation(() => {});
  }
});
afterEach(() => jest.restoreAllMocks());

describe('At the door of every factory', () => {
  it.each(FACTORIES)('%s refuses what is no object of options', (name, factory) => {
    for (const [about, value] of Object.entries(HOSTILE)) {
      if (POSITIONAL[name]?.includes(about) || /^an (empty )?object/.test(about)) continue;
      const tried = attempt(() => factory(value()));
      expect([about, tried.error?.constructor.name]).toEqual([about, 'OptionError']);
      const second = attempt(() => factory(LEAST_OPTIONS[name] ?? {}, value()));
      if (name !== 'Activation') expect([about, isRefused(second)]).toEqual([about, true]);
    }
  });

  it.each(FACTORIES)('%s says which option is missing when it is called bare', (name, factory) => {
    const tried = attempt(() => factory());
    if (tried.made !== undefined) expect(tried.made.kind).toBe(name);
    else expect(String(tried.error)).toMatch(/^OptionError: \w+: /);
  });

  it.each(FACTORIES)(
    '%s takes or refuses hostile options, and trains alike',
    async (name, factory) => {
      const least = LEAST_OPTIONS[name] ?? {};
      const made = factory(least);
      expect(Object.keys(made.options ?? {}).length).toBeGreaterThanOrEqual(
        Object.keys(least).length,
      );
      const seen = new Set<string>();
      for (const option of Object.keys(made.options ?? {})) {
        for (const [about, value] of Object.entries(HOSTILE)) {
          const tried = attempt(() => factory({ ...least, [option]: value() }));
          if (tried.made === undefined) {
            expect([option, about, tried.error]).toEqual([option, about, expect.any(TsunoError)]);
            continue;
          }
          const key = JSON.stringify(tried.made.config, (_, each) =>
            Object.is(each, -0) ? 0 : each,
          );
          // A name changes nothing, so one is as good as many.
          if (seen.has(option === 'name' ? 'name' : key)) continue;
          seen.add(option === 'name' ? 'name' : key);
          try {
            await expectOneOutcome(PROGRAMS[tried.made.type](tried.made));
          } catch (error) {
            throw new Error(`${name}({ ${option}: ${about} }): ${(error as Error).stack}`);
          }
        }
      }
    },
  );

  const callbackFactories = factoriesOf(callbacks) as unknown as readonly [string, Factory][];

  it.each(callbackFactories)(
    'callbacks.%s refuses hostile options or listens',
    async (name, factory) => {
      for (const [about, value] of Object.entries(HOSTILE)) {
        const tried = attempt(() => factory(value()));
        if (tried.made !== undefined && name !== 'LearningRateScheduler') {
          expect(about).toMatch(/^an (empty )?object/);
        } else if (tried.made === undefined) {
          expect([about, tried.error]).toEqual([about, expect.any(TsunoError)]);
        }
      }
      const made = attempt(() => factory({})).made as { options?: object } | undefined;
      for (const option of Object.keys(made?.options ?? {})) {
        for (const [about, value] of Object.entries(HOSTILE)) {
          const tried = attempt(() => factory({ [option]: value() }));
          if (tried.made === undefined) {
            expect([option, about, tried.error]).toEqual([option, about, expect.any(TsunoError)]);
            continue;
          }
          const model = new Sequential(dense({}), { seed: 1 });
          model.compile({ optimizer: SGD(), loss: 'mse' });
          const fitting = model.fit(x, oneHot, {
            epochs: 2,
            verbose: 0,
            callbacks: [tried.made as object as Callback],
          });
          await fitting.catch((error: unknown) => expect(error).toBeInstanceOf(TsunoError));
        }
      }
    },
  );
});

import { TsunoError } from '@tsuno/core';
import { HOSTILE } from '../../testing/src/hostile.ts';
import * as lab from '../src/index.ts';

type Call = (...given: unknown[]) => unknown;

const FUNCTIONS = Object.entries(lab as Readonly<Record<string, unknown>>).flatMap(
  ([name, value]): [string, Call][] => (typeof value === 'function' ? [[name, value as Call]] : []),
);

/** What a call comes to, at once or later. */
async function outcome(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return 'accepted';
  } catch (error) {
    return error;
  }
}

describe('At the door of the laboratory', () => {
  it.each(FUNCTIONS)('%s refuses what is nothing that it takes', async (_name, call) => {
    for (const [about, value] of Object.entries({ nothing: () => undefined, ...HOSTILE })) {
      const ended = await outcome(() => call(value()));
      if (ended instanceof TsunoError) continue;
      // Without arguments some are complete; what is accepted must not have been looked at in vain.
      expect([about, ended]).toEqual([about, 'accepted']);
      expect([about, about === 'nothing' || /^an (empty )?object/.test(about)]).toEqual([
        about,
        true,
      ]);
    }
  });
});

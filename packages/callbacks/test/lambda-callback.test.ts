import { type Callback, HOOKS, OptionError } from '@tsuno/core';
import { LambdaCallback } from '../src/index.ts';

describe('LambdaCallback', () => {
  it('is the functions that it was given, frozen', () => {
    const seen: number[] = [];
    const callback = LambdaCallback({ onEpochEnd: (epoch) => void seen.push(epoch) });
    callback.onEpochEnd?.(3, {}, {} as never);
    expect(seen).toEqual([3]);
    expect(Object.isFrozen(callback)).toBe(true);
    expect(Object.keys(callback)).toEqual(['onEpochEnd']);
  });

  it.each(HOOKS)('takes %s', (hook) => {
    const listener = () => {};
    expect(LambdaCallback({ [hook]: listener })[hook]).toBe(listener);
  });

  it('takes a hook that is undefined as none', () => {
    expect(() => LambdaCallback({ onEpochEnd: undefined })).not.toThrow();
  });

  it.each([
    ['onEpochEnds', 'Did you mean "onEpochEnd"?'],
    ['on_epoch_end', 'Did you mean "onEpochEnd"?'],
    ['onBatchEnd', 'Its options are onTrainBegin, onTrainEnd, '],
    ['toString', 'Its options are onTrainBegin, '],
  ])('refuses %s, which nobody would call', (hook, hint) => {
    const make = () => LambdaCallback({ [hook]: () => {} } as Callback);
    expect(make).toThrow(OptionError);
    expect(make).toThrow(`LambdaCallback: unknown option "${hook}".`);
    expect(make).toThrow(hint);
  });

  it('refuses a hook that is no function', () => {
    expect(() => LambdaCallback({ onTrainEnd: 3 } as unknown as Callback)).toThrow(
      'LambdaCallback: onTrainEnd must be a function, got 3.',
    );
  });
});

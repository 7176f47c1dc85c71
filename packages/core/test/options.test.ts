import {
  OptionError,
  refuseFurther,
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireName,
  requireOneOf,
  requireSeed,
  requireWhole,
  TsunoError,
} from '../src/index.ts';

describe('refuseUnknownOptions', () => {
  it('names who refuses, the option, the nearest one and all that there are', () => {
    expect(() =>
      refuseUnknownOptions('SGD', { learning_rate: 1 }, ['learningRate', 'momentum']),
    ).toThrow(
      'SGD: unknown option "learning_rate". Did you mean "learningRate"? Its options are learningRate, momentum.',
    );
    expect(() => refuseUnknownOptions('SGD', { qqq: 1 }, ['learningRate'])).toThrow(
      'SGD: unknown option "qqq". Its options are learningRate.',
    );
    expect(() => refuseUnknownOptions('Zeros', { seed: 1 }, [])).toThrow(
      'Zeros: unknown option "seed". It takes no options.',
    );
  });

  it('lets none pass', () => {
    expect(() => refuseUnknownOptions('SGD', {}, ['learningRate'])).not.toThrow();
  });

  it('throws an OptionError, which is a TsunoError and an Error', () => {
    const refuse = () => refuseUnknownOptions('SGD', { a: 1 }, []);
    expect(refuse).toThrow(OptionError);
    expect(refuse).toThrow(TsunoError);
    expect(refuse).toThrow(Error);
    expect(new OptionError('x').name).toBe('OptionError');
    expect(String(new OptionError('x'))).toBe('OptionError: x');
  });
});

describe('requireInterval', () => {
  it.each([
    ['[0, 1)', [0, 0.5, 1 - 2 ** -53], [-1e-9, 1, 2]],
    ['(0, 1]', [1e-300, 1], [0, 1 + 2 ** -52]],
    ['[0, ∞)', [0, 1e300], [-1e-300, Number.POSITIVE_INFINITY]],
    ['(-∞, ∞)', [-1e300, 0], [Number.NEGATIVE_INFINITY]],
  ] as const)('takes and refuses the ends as %s says', (interval, inside, outside) => {
    for (const value of inside) {
      expect(() => requireInterval('Adam', { beta2: value }, interval)).not.toThrow();
    }
    for (const value of [...outside, Number.NaN, '0.5', null, undefined, [0.5]]) {
      expect(() => requireInterval('Adam', { beta2: value }, interval)).toThrow(OptionError);
    }
  });

  it('says who, expected and got', () => {
    expect(() => requireInterval('Adam', { beta1: 0.9, beta2: 1 }, '[0, 1)')).toThrow(
      'Adam: beta2 must be a number in [0, 1), got 1.',
    );
    expect(() => requireInterval('Adam', { beta1: '0.9' }, '[0, 1)')).toThrow(
      'Adam: beta1 must be a number in [0, 1), got "0.9".',
    );
  });
});

describe('requireWhole', () => {
  it('takes whole numbers from the least on', () => {
    expect(() => requireWhole('Dense', { units: 1 }, 1)).not.toThrow();
    for (const units of [0, -1, 1.5, Number.NaN, 2 ** 53, '3', undefined]) {
      expect(() => requireWhole('Dense', { units }, 1)).toThrow(
        /^Dense: units must be a whole number of at least 1, got /,
      );
    }
  });
});

describe('requireBoolean', () => {
  it('takes true and false alone', () => {
    expect(() => requireBoolean('Dense', { useBias: false })).not.toThrow();
    expect(() => requireBoolean('Dense', { useBias: 0 })).toThrow(
      'Dense: useBias must be true or false, got 0.',
    );
  });
});

describe('requireOneOf', () => {
  it('lists the allowed words and names the nearest', () => {
    const allowed = ['fan_in', 'fan_out'];
    expect(() => requireOneOf('VarianceScaling', { mode: 'fan_in' }, allowed)).not.toThrow();
    expect(() => requireOneOf('VarianceScaling', { mode: 'fanIn' }, allowed)).toThrow(
      'VarianceScaling: mode must be one of "fan_in", "fan_out", got "fanIn". Did you mean "fan_in"?',
    );
    expect(() => requireOneOf('fit', { verbose: 3 }, [0, 1, 2])).toThrow(
      'fit: verbose must be one of 0, 1, 2, got 3.',
    );
  });
});

describe('requireName', () => {
  it('takes a word or nothing', () => {
    expect(() => requireName('Dense', undefined)).not.toThrow();
    expect(() => requireName('Dense', 'first')).not.toThrow();
    for (const name of ['', ' ', 3, null]) {
      expect(() => requireName('Dense', name)).toThrow(
        /^Dense: name must be a non-empty string, got /,
      );
    }
  });
});

describe('requireSeed', () => {
  it('takes whole numbers, negative ones too', () => {
    expect(() => requireSeed('fit', -3)).not.toThrow();
    expect(() => requireSeed('fit', 0.5)).toThrow('fit: seed must be a whole number, got 0.5.');
  });
});

describe('refuseFurther', () => {
  it('counts the arguments of the signature, which may be none', () => {
    expect(() => refuseFurther('add(layer)', [1])).not.toThrow();
    expect(() => refuseFurther('add(layer)', [1, 2])).toThrow(
      'add: call it as add(layer); argument 2, 2, is one too many.',
    );
    expect(() => refuseFurther('pop()', [])).not.toThrow();
    expect(() => refuseFurther('pop()', [3])).toThrow(
      'pop: call it as pop(); argument 1, 3, is one too many.',
    );
  });
});

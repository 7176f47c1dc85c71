import { declareOptions, OptionError, type OptionsOf, option } from '../src/index.ts';

const declared = declareOptions(
  'Widget',
  {
    /** How wide. */
    width: option.whole('[1, ∞)'),
    share: option.number('[0, 1)', 0.5),
    isLoud: option.boolean(false),
    mode: option.oneOf(['auto', 'min'], 'auto'),
    limit: option.orNull(option.number('(0, ∞)')),
    seed: option.seed(),
    weights: option.list(option.number('[0, ∞)'), [1, 2]),
    axis: option.oneOrList(option.whole('(-∞, ∞)'), -1),
    name: option.optional(option.text()),
    write: option.optional(option.callable<(text: string) => void>()),
  },
  { breadth: 'breadth is called width here.' },
);

type WidgetOptions = OptionsOf<typeof declared>;

const read = (...given: unknown[]) => declared.read(given);
const refusal = (...given: unknown[]) => {
  try {
    read(...given);
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return (error as Error).message;
  }
  throw new Error('It was not refused.');
};

describe('Declared options', () => {
  it('fill in every default', () => {
    const { kind, config, options } = read({ width: 3 });
    expect(kind).toBe('Widget');
    expect(options).toBe(declared.options);
    expect(config).toEqual({
      width: 3,
      share: 0.5,
      isLoud: false,
      mode: 'auto',
      limit: null,
      seed: undefined,
      weights: [1, 2],
      axis: -1,
      name: undefined,
      write: undefined,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('take what is given, false, 0 and null among it', () => {
    const write = () => {};
    const given: WidgetOptions = {
      width: 1,
      share: 0,
      isLoud: true,
      mode: 'min',
      limit: 7,
      seed: 0,
      weights: [],
      axis: [0, 1],
      name: 'w',
      write,
    };
    expect(read(given).config).toEqual(given);
    expect(read({ width: 1, limit: null }).config.limit).toBeNull();
  });

  it('say which option is missing, and what it must be', () => {
    const message = 'Widget: width is missing; it must be a whole number of at least 1.';
    expect(refusal()).toBe(message);
    expect(refusal(undefined)).toBe(message);
    expect(refusal({ width: undefined })).toBe(message);
  });

  it.each([
    [{ width: 0 }, 'Widget: width must be a whole number of at least 1, got 0.'],
    [{ width: 1.5 }, 'Widget: width must be a whole number of at least 1, got 1.5.'],
    [{ width: null }, 'Widget: width must be a whole number of at least 1, got null.'],
    [{ width: 1, share: 1 }, 'Widget: share must be a number in [0, 1), got 1.'],
    [
      { width: 1, limit: 1e308 },
      'Widget: limit must be a number in (0, ∞), got 1e+308. It is beyond the range of float32.',
    ],
    [{ width: 1, write: class Pen {} }, 'Widget: write must be a function, got function Pen.'],
    [{ width: 1, share: '0.5' }, 'Widget: share must be a number in [0, 1), got "0.5".'],
    [{ width: 1, isLoud: 1 }, 'Widget: isLoud must be true or false, got 1.'],
    [
      { width: 1, mode: 'atuo' },
      'Widget: mode must be one of "auto", "min", got "atuo". Did you mean "auto"?',
    ],
    [{ width: 1, limit: 0 }, 'Widget: limit must be a number in (0, ∞), got 0.'],
    [{ width: 1, seed: 0.5 }, 'Widget: seed must be a whole number, got 0.5.'],
    [{ width: 1, seed: null }, 'Widget: seed must be a whole number, got null.'],
    [{ width: 1, weights: 3 }, 'Widget: weights must be a list of numbers in [0, ∞), got 3.'],
    [{ width: 1, weights: [0, -1] }, 'Widget: weights[1] must be a number in [0, ∞), got -1.'],
    [{ width: 1, axis: [0, 'x'] }, 'Widget: axis[1] must be a whole number, got "x".'],
    [{ width: 1, name: ' ' }, 'Widget: name must be a non-empty string, got " ".'],
    [{ width: 1, write: 3 }, 'Widget: write must be a function, got 3.'],
    [{ width: 1, breadth: 1 }, 'Widget: breadth is called width here.'],
  ])('refuse %j', (given, message) => {
    expect(refusal(given)).toBe(message);
  });

  it('refuse a hole in a list', () => {
    const holes = [1, 2, 3];
    delete holes[1];
    expect(refusal({ width: 1, weights: holes })).toBe(
      'Widget: weights[1] must be a number in [0, ∞), got undefined.',
    );
  });

  it('refuse unknown options, those of every object among them', () => {
    expect(refusal({ widht: 1 })).toMatch(/unknown option "widht"\. Did you mean "width"\?/);
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(refusal({ width: 1, [name]: 1 })).toMatch(`unknown option "${name}"`);
    }
    expect(refusal(JSON.parse('{ "width": 1, "__proto__": 1 }'))).toMatch('"__proto__"');
  });

  it('refuse what is no object of options, and more than one argument', () => {
    class Settings {
      width = 1;
    }
    const noOptions = [
      null,
      3,
      'wide',
      true,
      [1],
      new Map([['width', 1]]),
      new Set([1]),
      new Settings(),
      new Float32Array(1),
      new Date(0),
      () => 1,
      Symbol('wide'),
      1n,
    ];
    for (const given of noOptions) {
      expect(refusal(given)).toMatch(/^Widget: options have names, Widget\(\{ … \}\), got /);
    }
    expect(refusal({ width: 1 }, 2)).toMatch('got { width }, 2.');
    expect(refusal(Promise.resolve({ width: 1 }))).toMatch('got a Promise. Is an await missing?');
  });

  it('take an object without a prototype, and one of another realm', () => {
    expect(read(Object.assign(Object.create(null), { width: 2 })).config.width).toBe(2);
    const { runInNewContext } = require('node:vm');
    expect(read(runInNewContext('({ width: 2 })')).config.width).toBe(2);
  });

  it('copy lists, so that a config never changes', () => {
    const weights = [1, 2];
    const { config } = read({ width: 1, weights });
    weights[0] = 9;
    expect(config.weights).toEqual([1, 2]);
    expect(Object.isFrozen(config.weights)).toBe(true);
  });

  it('are typed by their declarations', () => {
    const given: WidgetOptions = { width: 1 };
    // @ts-expect-error width is required
    const none: WidgetOptions = {};
    // @ts-expect-error 'max' is no mode
    const wrong: WidgetOptions = { width: 1, mode: 'max' };
    const { config } = declared.read([given]);
    const mode: 'auto' | 'min' = config.mode;
    const limit: number | null = config.limit;
    expect([none, wrong.width, mode, limit]).toEqual([{}, 1, 'auto', null]);
  });
});

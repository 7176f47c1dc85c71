import {
  type Description,
  defineInitializer,
  defineLayer,
  isDescription,
  OptionError,
  revive,
  toConfigJson,
} from '../src/index.ts';

const Ramp = ({ step = 0.5 }: { step?: number } = {}) =>
  defineInitializer({
    kind: 'Ramp',
    config: { step },
    sampler: () => {
      let next = 0;
      return () => step * next++;
    },
  });

const Shift = ({
  start = Ramp(),
  others = [] as readonly Description[],
  name = undefined as string | undefined,
} = {}) =>
  defineLayer({
    kind: 'Shift',
    config: { start, others, name },
    plan: (input) => ({ output: input, weights: [] }),
    call: (x) => x,
  });

const registry = { initializer: { Ramp }, layer: { Shift } };

describe('A description', () => {
  it('is frozen, with its config', () => {
    const ramp = Ramp();
    expect(Object.isFrozen(ramp) && Object.isFrozen(ramp.config)).toBe(true);
  });

  it('is recognised by type, kind and config', () => {
    expect(isDescription(Ramp())).toBe(true);
    expect(isDescription(Ramp(), 'initializer')).toBe(true);
    expect(isDescription(Ramp(), 'layer')).toBe(false);
    for (const other of [null, undefined, 'Ramp', Ramp, {}, { kind: 'Ramp' }]) {
      expect(isDescription(other)).toBe(false);
    }
  });
});

describe('toConfigJson', () => {
  it('writes nested descriptions, in lists too, and leaves out what is undefined', () => {
    expect(toConfigJson(Shift({ start: Ramp({ step: 2 }), others: [Ramp()] }))).toEqual({
      type: 'layer',
      kind: 'Shift',
      config: {
        start: { type: 'initializer', kind: 'Ramp', config: { step: 2 } },
        others: [{ type: 'initializer', kind: 'Ramp', config: { step: 0.5 } }],
      },
    });
    expect('name' in toConfigJson(Shift()).config).toBe(false);
  });

  it('refuses a function, and says what to do', () => {
    const layer = { type: 'layer', kind: 'Mine', config: { f: Math.sin } } as const;
    expect(() => toConfigJson(layer)).toThrow(
      'Mine: option "f" is function sin, which cannot be written as JSON. Give it as a description made by a factory of your own.',
    );
  });
});

describe('revive', () => {
  it('makes the same description again, through JSON text', () => {
    const layer = Shift({ start: Ramp({ step: 2 }), others: [Ramp({ step: 3 })], name: 'mine' });
    const again = revive(registry, JSON.parse(JSON.stringify(toConfigJson(layer))));
    expect(toConfigJson(again)).toEqual(toConfigJson(layer));
    const { start } = again.config as { start: ReturnType<typeof Ramp> };
    const rng = {
      fork: () => rng,
      uniform: () => 0,
      normal: () => 0,
      permutation: () => new Uint32Array(),
    };
    expect([...start.call([3], rng)]).toEqual([0, 2, 4]);
  });

  it('looks among the custom factories first, for every type', () => {
    const Custom = () => Ramp({ step: 9 });
    const json = { type: 'initializer', kind: 'Ramp', config: {} };
    expect(revive({ ...registry, custom: { Ramp: Custom } }, json).config.step).toBe(9);
    expect(revive({ custom: { Ramp } }, json).config.step).toBe(0.5);
  });

  it('names the nearest of an unknown kind, and how to hand in one of your own', () => {
    expect(() => revive(registry, { type: 'initializer', kind: 'ramp', config: {} })).toThrow(
      'revive: there is no initializer named "ramp". Did you mean "Ramp"? Hand in one of your own as { custom: { ramp } }.',
    );
    expect(() => revive({}, { type: 'layer', kind: 'Dense', config: {} })).toThrow(
      'revive: there is no layer named "Dense". Hand in one of your own as { custom: { Dense } }.',
    );
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'does not take %s, which every object has, for a factory',
    (kind) => {
      expect(() => revive(registry, { type: 'layer', kind, config: {} })).toThrow(
        `revive: there is no layer named "${kind}".`,
      );
    },
  );

  it('does not take what every object has for a type', () => {
    const json = { type: 'constructor', kind: 'assign', config: {} };
    expect(() => revive(registry, json)).toThrow('revive: there is no constructor named "assign".');
  });

  it('refuses lists that contain themselves', () => {
    const list: unknown[] = [1];
    list.push([list]);
    expect(() => revive({}, { type: 'layer', kind: 'Dense', config: { list } })).toThrow(
      OptionError,
    );
    const custom = { Dense: () => {} };
    expect(() => revive({ custom }, { type: 'layer', kind: 'Dense', config: { list } })).toThrow(
      'the config of Dense contains itself.',
    );
  });

  it('refuses what is no description', () => {
    expect(() => revive(registry, { kind: 'Ramp' } as never)).toThrow(
      'revive: expected { type, kind, config }, got Ramp(…).',
    );
    expect(() => revive(registry, 'Ramp' as never)).toThrow(
      'revive: expected { type, kind, config }, got "Ramp".',
    );
  });
});

describe('isDescription', () => {
  it.each([
    ['a config that is a number', { type: 'optimizer', kind: 'Adam', config: 5 }],
    ['a config that is null', { type: 'optimizer', kind: 'Adam', config: null }],
    ['a kind that is no text', { type: 'optimizer', kind: 5, config: {} }],
    ['no type', { kind: 'Adam', config: {} }],
    ['null', null],
  ])('is not taken in by %s', (_about, value) => {
    expect(isDescription(value)).toBe(false);
  });
});

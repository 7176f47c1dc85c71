import { defineActivation, defineInitializer, resolveDescription } from '../src/index.ts';

function SparseThing() {
  return defineInitializer({ kind: 'SparseThing', config: {}, sampler: () => () => 0 });
}
SparseThing.aliases = ['st', 'ST'] as const;
function ReLU() {
  return defineInitializer({ kind: 'ReLU', config: {}, sampler: () => () => 1 });
}
/** A verb beside the factories: it is no name. */
const compute = () => SparseThing();
const namespace = { SparseThing, ReLU, compute, answer: 42 };

const gentle = () => defineActivation({ kind: 'gentle', config: {}, call: (x) => x });

const context = { who: 'Dense', option: 'kernelInitializer', type: 'initializer' } as const;
const kindOf = (given: unknown) => resolveDescription(namespace, given, context).kind;

describe('resolveDescription', () => {
  it.each([
    'SparseThing',
    'sparse_thing',
    'sparsething',
    'SPARSE_THING',
    'sparseThing',
    'st',
    'ST',
  ])('knows the spelling %s', (spelling) => {
    expect(kindOf(spelling)).toBe('SparseThing');
  });

  it.each(['ReLU', 're_lu', 'relu', 'Relu'])('knows the spelling %s', (spelling) => {
    expect(kindOf(spelling)).toBe('ReLU');
  });

  it('takes a description as it is, and calls a factory', () => {
    const made = SparseThing();
    expect(resolveDescription(namespace, made, context)).toBe(made);
    expect(kindOf(SparseThing)).toBe('SparseThing');
  });

  it('takes a description of a factory that is not in the namespace', () => {
    const own = defineInitializer({ kind: 'Own', config: {}, sampler: () => () => 0 });
    expect(resolveDescription({}, own, context)).toBe(own);
  });

  it('knows activations by names that begin with a small letter', () => {
    const inLayer = { who: 'Dense', option: 'activation', type: 'activation' } as const;
    expect(resolveDescription({ gentle }, 'gentle', inLayer).kind).toBe('gentle');
  });

  it('names the nearest of an unknown name, and all that there are', () => {
    expect(() => kindOf('sparse_thin')).toThrow(
      'Dense: kernelInitializer "sparse_thin" is not known. Did you mean "sparse_thing"? Known are "sparse_thing", "re_lu".',
    );
    expect(() => kindOf('quantum_foam')).toThrow(
      'Dense: kernelInitializer "quantum_foam" is not known. Known are "sparse_thing", "re_lu".',
    );
  });

  it.each(['compute', 'answer', 'constructor', 'toString', ''])('does not know %j', (name) => {
    expect(() => kindOf(name)).toThrow('is not known');
  });

  it('refuses a description of another type, a verb and anything else', () => {
    expect(() => kindOf(gentle())).toThrow(
      'Dense: kernelInitializer must be a name or an initializer made by a factory, got the activation gentle. defineInitializer makes one of your own.',
    );
    expect(() => kindOf(compute)).toThrow('got function compute.');
    expect(() => kindOf(3)).toThrow('got 3.');
    expect(() => kindOf(null)).toThrow('got null.');
    const inFit = { who: 'compile', option: 'loss', type: 'loss' } as const;
    expect(() => resolveDescription({}, 3, inFit)).toThrow(
      'compile: loss must be a name or a loss made by a factory, got 3. defineLoss makes one of your own.',
    );
  });
});

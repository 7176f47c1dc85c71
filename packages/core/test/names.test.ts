import { didYouMean, nearestName, type SnakeCase, snakeCase } from '../src/index.ts';

describe('snakeCase', () => {
  it.each([
    ['Dense', 'dense'],
    ['ReLU', 're_lu'],
    ['SGD', 'sgd'],
    ['Adam', 'adam'],
    ['MeanSquaredError', 'mean_squared_error'],
    ['SparseCategoricalCrossentropy', 'sparse_categorical_crossentropy'],
    ['KLDivergence', 'kl_divergence'],
    ['L1L2', 'l1l2'],
    ['Conv2DTranspose', 'conv2d_transpose'],
    ['relu', 'relu'],
    ['GlorotUniform', 'glorot_uniform'],
  ])('makes of %s what Keras makes of it, %s', (name, expected) => {
    // Keras 3: keras.src.utils.naming.to_snake_case.
    expect(snakeCase(name)).toBe(expected);
  });

  it('is known to the compiler: SnakeCase gives the same names', () => {
    // tsc refuses any of these lines whose type is another literal.
    const names: [
      SnakeCase<'Dense'>,
      SnakeCase<'ReLU'>,
      SnakeCase<'SGD'>,
      SnakeCase<'MeanSquaredError'>,
      SnakeCase<'KLDivergence'>,
      SnakeCase<'L1L2'>,
      SnakeCase<'Conv2DTranspose'>,
      SnakeCase<'relu'>,
    ] = [
      'dense',
      're_lu',
      'sgd',
      'mean_squared_error',
      'kl_divergence',
      'l1l2',
      'conv2d_transpose',
      'relu',
    ];
    const classes = ['Dense', 'ReLU', 'SGD', 'MeanSquaredError', 'KLDivergence', 'L1L2'];
    expect([...classes, 'Conv2DTranspose', 'relu'].map(snakeCase)).toEqual(names);
  });
});

describe('nearestName', () => {
  const known = ['learningRate', 'beta1', 'beta2', 'epsilon'];

  it('finds the name that is spelled in Python, in capitals or with a slip', () => {
    expect(nearestName('learning_rate', known)).toBe('learningRate');
    expect(nearestName('LEARNINGRATE', known)).toBe('learningRate');
    expect(nearestName('beta_2', known)).toBe('beta2');
    expect(nearestName('epsilom', known)).toBe('epsilon');
  });

  it('finds nothing where nothing is near', () => {
    expect(nearestName('momentum', known)).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
  });
});

describe('didYouMean', () => {
  it('is the end of a sentence, or nothing', () => {
    expect(didYouMean('adm', ['adam', 'sgd'])).toBe(' Did you mean "adam"?');
    expect(didYouMean('quantum', ['adam', 'sgd'])).toBe('');
  });
});

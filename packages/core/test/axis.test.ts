import {
  axesOption,
  axisIn,
  axisOption,
  declareOptions,
  isOnlyAxis,
  OptionError,
  option,
  ShapeError,
} from '../src/index.ts';

describe('axisIn', () => {
  it.each([
    [1, 3, 1],
    [2, 3, 2],
    [-1, 3, 2],
    [-2, 3, 1],
    [-1, 2, 1],
  ])('of axis %d in %d axes is %d', (axis, rank, place) => {
    expect(axisIn('It', axis, rank)).toBe(place);
  });

  it.each([[0], [3], [-3], [-4], [0.5 + 3]])('refuses %d in three axes', (axis) => {
    expect(() => axisIn('It', axis, 3)).toThrow(ShapeError);
    expect(() => axisIn('It', axis, 3, { of: 'outputs' })).toThrow(
      `It: axis ${axis} does not exist in outputs with 3 axes; 0 is the batch, so it can be 1 to 2, or -1 for the last.`,
    );
  });

  it('takes the first as well where there is no batch, or where it may be it', () => {
    expect([0, -3].map((axis) => axisIn('It', axis, 3, { first: 0 }))).toEqual([0, 0]);
    expect(() => axisIn('It', 3, 3, { of: 'a weight', first: 0 })).toThrow(
      'It: axis 3 does not exist in a weight with 3 axes; it can be 0 to 2, or -1 for the last.',
    );
  });

  it('says that there is none where there is none', () => {
    expect(() => axisIn('It', -1, 1)).toThrow(
      'It: axis -1 does not exist in inputs with 1 axis; 0 is the batch, so there is none.',
    );
  });
});

describe('isOnlyAxis', () => {
  it('is the last of vectors, from either end', () => {
    expect([1, -1].map((axis) => isOnlyAxis(axis, [3]))).toEqual([true, true]);
    expect([0, 2, -2].map((axis) => isOnlyAxis(axis, [3]))).toEqual([false, false, false]);
    expect(isOnlyAxis(-1, [3, 4])).toBe(false);
  });
});

describe('The options of axes', () => {
  const declared = declareOptions('It', {
    axis: axisOption(-1),
    axes: axesOption(axisOption(), -1),
    ofWeight: axesOption(option.whole('(-∞, ∞)'), 0),
  });
  const read = (options: object) => declared.read([options]).config;

  it('take whole numbers other than the batch, and lists of them', () => {
    expect(read({})).toEqual({ axis: -1, axes: -1, ofWeight: 0 });
    const given = { axis: 2, axes: [1, -1], ofWeight: [0, 1] };
    expect(read(given)).toEqual(given);
    const { axes } = read(given);
    given.axes[0] = 7;
    expect(axes).toEqual([1, -1]);
    expect(Object.isFrozen(axes)).toBe(true);
  });

  const what = 'a whole number other than 0, which is the batch, such as -1 for the last axis';
  it.each([
    [{ axis: 0 }, `It: axis must be ${what}, got 0.`],
    [{ axis: 1.5 }, `It: axis must be ${what}, got 1.5.`],
    [{ axis: [1] }, `It: axis must be ${what}, got [1].`],
    [{ axes: '1' }, `It: axes must be ${what}, or a list of such, got "1".`],
    [{ axes: [] }, `It: axes must be ${what}, or a list of such, got [].`],
    [{ axes: [1, 0] }, `It: axes[1] must be ${what}, got 0.`],
    [{ axes: Object.assign([1], { 2: 2 }) }, `It: axes[1] must be ${what}, got undefined.`],
    [{ axes: [1, 2, 1] }, 'It: axes has one of its numbers twice, got [1, 2, 1].'],
    [{ ofWeight: [0, 0] }, 'It: ofWeight has one of its numbers twice, got [0, 0].'],
  ])('refuse %j', (options, message) => {
    expect(() => read(options)).toThrow(OptionError);
    expect(() => read(options)).toThrow(message);
  });
});

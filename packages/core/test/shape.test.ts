import { requireShape, sameShape, showBatchShape, showShape, sizeOf } from '../src/index.ts';

describe('A shape', () => {
  it('holds the product of its sizes, and one number when it is a scalar', () => {
    expect(sizeOf([28, 28])).toBe(784);
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([5, 0])).toBe(0);
  });

  it('is the same when every axis is', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([], [])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
    expect(sameShape([2, 1], [2])).toBe(false);
  });

  it("is shown with the batch in Keras's notation", () => {
    expect(showBatchShape([25])).toBe('(None, 25)');
    expect(showBatchShape([28, 28])).toBe('(None, 28, 28)');
    expect(showBatchShape([])).toBe('(None,)');
    expect(showShape([28, 28])).toBe('[28, 28]');
    expect(showShape([])).toBe('[]');
  });

  it.each([[784], [[0]], [[-1, 2]], [[2.5]], [[null, 784]], ['784'], [undefined]])(
    'is refused when it is %j',
    (shape) => {
      expect(() => requireShape('Input', 'shape', shape)).toThrow(
        /^Input: shape must be a list of whole numbers of at least 1, without the batch size, such as \[784\], got /,
      );
    },
  );

  it('is taken when it is a list of whole numbers, or empty', () => {
    expect(() => requireShape('Input', 'shape', [28, 28])).not.toThrow();
    expect(() => requireShape('Input', 'shape', [])).not.toThrow();
  });
});

/** Numbers that are written under a name. */
export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
  readonly isOptimizer?: boolean;
}

/** What a manifest says of them. */
export function specOf({ name, shape, values, isOptimizer = false }: WrittenTensor) {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  return { name, shape, dtype, ...(isOptimizer && { group: 'optimizer' }) };
}

export function bytesOfTensor({ values }: WrittenTensor): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

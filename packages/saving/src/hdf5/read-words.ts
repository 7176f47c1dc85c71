import type { LoadedHdf5 } from '../library/h5wasm.ts';
import type { Hdf5Place } from './read-numbers.ts';

/** Words longer than this are refused. */
const LONGEST_WORD = 10_000;

/** The words of an attribute, one or a list; null where there is no such attribute, or it holds something else. */
export function readWords(
  module: LoadedHdf5['module'],
  { id, path, fileBytes }: Hdf5Place,
  attribute: string,
  fail: (fault: string) => never,
): readonly string[] | null {
  if (!module.get_attribute_names(id, path).includes(attribute)) return null;
  const {
    type,
    shape,
    size,
    vlen,
    total_size: count,
  } = module.get_attribute_metadata(id, path, attribute);
  if (type !== module.H5T_class_t.H5T_STRING.value) return null;
  if (shape === null || count === 0) return [];
  const bytes = count * size;
  if (bytes > fileBytes || size > LONGEST_WORD) fail('is larger than the file, or too long');
  // Of words that are kept elsewhere in the file, a list could name one long word again and again.
  if (vlen && count !== 1)
    fail('is a list of words of changing length, which Keras does not write');
  const at = module._malloc(bytes);
  if (at === 0) return fail('takes more memory than there is');
  try {
    if (module.get_attribute_data(id, path, attribute, BigInt(at)) < 0) fail('cannot be read');
    if (!vlen) return fixedWords(module.HEAPU8.slice(at, at + bytes), size);
    const word = module.UTF8ToString(new Uint32Array(module.HEAPU8.buffer, at, 1)[0]);
    module.reclaim_vlen_memory(id, path, attribute, BigInt(at));
    return word.length > LONGEST_WORD ? fail(`has ${word.length} characters`) : [word];
  } finally {
    module._free(at);
  }
}

/** Words of `size` bytes each, filled up with zeros. */
function fixedWords(bytes: Uint8Array, size: number): readonly string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: bytes.length / size }, (_, index) => {
    const word = bytes.subarray(index * size, (index + 1) * size);
    const end = word.indexOf(0);
    return decoder.decode(end < 0 ? word : word.subarray(0, end));
  });
}

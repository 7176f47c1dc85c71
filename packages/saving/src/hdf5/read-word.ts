import type { LoadedHdf5 } from '../library/h5wasm.ts';
import type { Hdf5Place } from './read-numbers.ts';

/** Texts longer than this are refused. */
const LONGEST = 10_000;

/** An attribute that is one text of changing length, as h5py writes it; null where there is none. */
export function readWord(
  module: LoadedHdf5['module'],
  { id, path, fileBytes }: Hdf5Place,
  attribute: string,
  fail: (fault: string) => never,
): string | null {
  if (!module.get_attribute_names(id, path).includes(attribute)) return null;
  const metadata = module.get_attribute_metadata(id, path, attribute);
  const { type, size, vlen, total_size: count } = metadata;
  if (type !== module.H5T_class_t.H5T_STRING.value || !vlen) return null;
  // In a list, one long text could stand again and again.
  if (count !== 1 || size > fileBytes) fail('is no single text');
  const at = module._malloc(size);
  if (at === 0) return fail('takes more memory than there is');
  try {
    if (module.get_attribute_data(id, path, attribute, BigInt(at)) < 0) fail('cannot be read');
    const text = module.UTF8ToString(new Uint32Array(module.HEAPU8.buffer, at, 1)[0]);
    module.reclaim_vlen_memory(id, path, attribute, BigInt(at));
    return text.length > LONGEST ? fail(`has ${text.length} characters`) : text;
  } finally {
    module._free(at);
  }
}

/** `GCOL`, and its version. */
const BEGIN = [0x47, 0x43, 0x4f, 0x4c, 1];

/** Signature, version, three bytes of nothing, size. */
const HEADER = 16;

/** Index, count of references, four bytes of nothing, size. */
const OBJECT = 16;

/**
 * Whether the heaps in which an HDF5 file keeps texts are made of objects that follow each other (format specification,
 * III.E). The library takes their sizes as they are, and walks in a circle where one leads back.
 */
export function hasWholeHeaps(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(BEGIN[0]); at >= 0; at = bytes.indexOf(BEGIN[0], at + 1)) {
    if (BEGIN.every((byte, index) => bytes[at + index] === byte) && !isWhole(view, at))
      return false;
  }
  return true;
}

function isWhole(view: DataView, start: number): boolean {
  if (start + HEADER > view.byteLength) return false;
  const end = start + Number(view.getBigUint64(start + 8, true));
  if (end > view.byteLength) return false;
  let at = start + HEADER;
  while (at + OBJECT <= end) {
    const isFree = view.getUint16(at, true) === 0;
    const size = Number(view.getBigUint64(at + 8, true));
    // What is free counts its own header; what is not is filled up to eight bytes.
    const next = at + (isFree ? size : OBJECT + Math.ceil(size / 8) * 8);
    if (next <= at || next > end) return false;
    at = next;
  }
  return true;
}

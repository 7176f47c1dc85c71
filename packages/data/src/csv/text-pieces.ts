import { DataError, OptionError } from '@tsuno/core';

/** Bytes that become text at a time: a piece may be a whole file. */
const PIECE = 2 ** 20;

/**
 * Bytes as text, piece by piece: without a byte-order mark, and with `\n` at the end of every line, whatever the file has.
 *
 * @throws DataError for bytes that are no text in this encoding; OptionError for one that does not exist.
 */
export async function* textPieces(
  who: string,
  name: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: string | undefined,
): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  // A piece may end between \r and \n.
  let held = '';
  for await (const whole of pieces) {
    if (decoder === null) requireText(who, name, whole);
    decoder ??= decoderFor(who, encoding ?? encodingOf(whole));
    for (let at = 0; at < whole.length; at += PIECE) {
      const text = held + decode(who, name, decoder, whole.subarray(at, at + PIECE));
      held = text.endsWith('\r') ? '\r' : '';
      yield withPlainEnds(held === '' ? text : text.slice(0, -1));
    }
  }
  if (decoder !== null) yield withPlainEnds(held + decode(who, name, decoder));
}

/** A text in one piece. */
export async function* wholeText(text: string): AsyncGenerator<string, void> {
  yield withPlainEnds(text.replace(/^\uFEFF/, ''));
}

const withPlainEnds = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;

/** How files begin that are often taken for CSV; a header might begin with `PAR1` or `%PDF` alone. */
const OTHERS: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x1f, 0x8b], what: 'compressed by gzip. Unpack it first' },
  {
    magic: [0x50, 0x4b, 3, 4],
    what: 'an Excel workbook (.xlsx), another document of an office program, or a ZIP archive. Open it in its program and save it as CSV, or unpack it',
  },
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Excel workbook (.xls). Open it in its program and save it as CSV',
  },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture. Read it with imageToTensor' },
  { magic: [0xff, 0xd8, 0xff], what: 'a JPEG picture. Read it with imageToTensor' },
  {
    magic: [0x25, 0x50, 0x44, 0x46, 0x2d],
    what: 'a PDF document. Open its table in a spreadsheet and save it as CSV',
  },
  { magic: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], what: 'a NumPy file. Read it with readNpy' },
  {
    magic: [0x50, 0x41, 0x52, 0x31, 0x15],
    what: 'a Parquet file. Save it as CSV: in pandas, pd.read_parquet(…).to_csv(…, index=False)',
  },
];

function requireText(who: string, name: string, bytes: Uint8Array): void {
  const other = OTHERS.find(({ magic }) => magic.every((byte, at) => bytes[at] === byte));
  if (other === undefined) return;
  throw new DataError(`${who}: ${name} is not a CSV file but ${other.what}.`);
}

/** What spreadsheets call Unicode begins with a mark; all else is taken for UTF-8. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decoderFor(who: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new OptionError(
      `${who}: encoding must be one that TextDecoder knows, such as 'utf-8' or 'windows-1252', got ${JSON.stringify(encoding)}.`,
    );
  }
}

function decode(who: string, name: string, decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    const hint =
      decoder.encoding === 'utf-8'
        ? " If it comes from an old spreadsheet, give { encoding: 'windows-1252' }."
        : '';
    throw new DataError(`${who}: ${name} is not text in ${decoder.encoding}.${hint}`, { cause });
  }
}

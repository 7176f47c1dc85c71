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
  if (bytes !== undefined && bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError(`${who}: ${name} is compressed by gzip. Unpack it first.`);
  }
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    const hint =
      decoder.encoding === 'utf-8'
        ? " If it comes from an old spreadsheet, give { encoding: 'windows-1252' }."
        : '';
    throw new DataError(`${who}: ${name} is no text in ${decoder.encoding}.${hint}`, { cause });
  }
}

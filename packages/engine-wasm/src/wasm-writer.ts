/** The few parts of WebAssembly's binary format that loops over vectors need. Source: https://webassembly.github.io/spec/core/binary/ */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

export type Bytes = readonly number[];

/** An unsigned number in groups of seven bits. */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** A list of entries with their number in front. */
export function vector(entries: readonly Bytes[]): Bytes {
  return [...unsigned(entries.length), ...entries.flat()];
}

export function text(value: string): Bytes {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
}

/** A float32, in four bytes, the lowest first. */
export function float32(value: number): Bytes {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** An instruction of the SIMD group. */
export function simd(code: number, ...rest: number[]): Bytes {
  return [0xfd, ...unsigned(code), ...rest];
}

export interface WasmFunction {
  readonly name: string;
  readonly params: Bytes;
  readonly locals: Bytes;
  readonly body: Bytes;
}

/** A module of functions without results, over the memory `env.memory`, that may call imported v128 → v128 functions. */
export function wasmModule(
  imports: readonly string[],
  functions: readonly WasmFunction[],
  limits: Bytes,
): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Bytes): Bytes => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const type = (params: Bytes, results: Bytes): Bytes => [
    0x60,
    ...vector(params.map((each) => [each])),
    ...vector(results.map((each) => [each])),
  ];
  const types = [type([V128], [V128]), ...functions.map(({ params }) => type(params, []))];
  const memory = [...text('env'), ...text('memory'), 0x02, ...limits];
  const imported = imports.map((name) => [...text('kernels'), ...text(name), 0x00, ...unsigned(0)]);
  const code = functions.map(({ locals, body }) => {
    const content = [...vector(locals.map((local) => [1, local])), ...body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector([memory, ...imported])),
    ...section(3, vector(functions.map((_, index) => unsigned(index + 1)))),
    ...section(
      7,
      vector(
        functions.map(({ name }, index) => [
          ...text(name),
          0x00,
          ...unsigned(imports.length + index),
        ]),
      ),
    ),
    ...section(10, vector(code)),
  ]);
}

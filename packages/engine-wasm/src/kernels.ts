import { KERNELS } from './kernels.gen.ts';
import { withSharedMemory } from './shared-memory.ts';

/** What assembly/kernels.ts exports, where it is described. Addresses and lengths are in bytes. */
export interface Kernels {
  matmul(
    x: number,
    w: number,
    b: number,
    y: number,
    rows: number,
    inner: number,
    panels: number,
  ): void;
  matmulTransposed(
    x: number,
    y: number,
    d: number,
    rows: number,
    xPanels: number,
    yPanels: number,
  ): void;
  matmulBlocks(
    x: number,
    byRows: number,
    w: number,
    b: number,
    y: number,
    rows: number,
    inner: number,
    panels: number,
  ): void;
  matmulTransposedBlocks(
    x: number,
    byPanels: number,
    y: number,
    d: number,
    rows: number,
    xPanels: number,
    yPanels: number,
  ): void;
  transpose(w: number, t: number, blocks: number, panels: number): void;
  sumRows(y: number, s: number, rows: number, panels: number): void;
  pack(
    from: number,
    to: number,
    count: number,
    rows: number,
    columns: number,
    byRows: number,
    byPanels: number,
  ): number;
  unpack(from: number, to: number, count: number, rows: number, columns: number): void;
  clearPads(y: number, rows: number, columns: number): void;
  softmax(z: number, y: number, rows: number, columns: number): void;
  softmaxBackward(y: number, dy: number, dz: number, rows: number, columns: number): void;
  sparseCrossentropy(
    z: number,
    labels: number,
    weights: number,
    d: number,
    count: number,
    rows: number,
    columns: number,
  ): number;
  denseCrossentropy(
    z: number,
    t: number,
    weights: number,
    d: number,
    count: number,
    rows: number,
    columns: number,
  ): number;
  probabilityCrossentropy(
    p: number,
    t: number,
    weights: number,
    d: number,
    count: number,
    rows: number,
    columns: number,
    least: number,
  ): number;
  oneHot(labels: number, t: number, count: number, rows: number, columns: number): void;
  meanOfColumns(
    v: number,
    d: number,
    weights: number,
    count: number,
    rows: number,
    columns: number,
  ): number;
  copy(from: number, to: number, bytes: number): void;
  clearRows(y: number, count: number, rows: number, columns: number): void;
  sumNumbers(v: number, count: number, rows: number, columns: number): number;
  sumOfSquares(from: number, bytes: number): number;
  uniforms(y: number, rows: number, columns: number, a: number, b: number): void;
  scaleColumns(
    x: number,
    y: number,
    center: number,
    scale: number,
    shift: number,
    rows: number,
    panels: number,
  ): void;
  scaleColumnsBackward(d: number, scale: number, rows: number, panels: number): void;
  prelu(x: number, y: number, alpha: number, rows: number, panels: number): void;
  preluBackward(
    x: number,
    d: number,
    alpha: number,
    da: number,
    rows: number,
    panels: number,
  ): void;
  columnMoments(
    x: number,
    mean: number,
    variance: number,
    count: number,
    rows: number,
    panels: number,
  ): void;
  blend(kept: number, next: number, bytes: number, share: number): void;
  normalizeColumns(
    x: number,
    y: number,
    mean: number,
    variance: number,
    inverse: number,
    gamma: number,
    beta: number,
    rows: number,
    panels: number,
    epsilon: number,
  ): void;
  normalizeColumnsBackward(
    x: number,
    d: number,
    mean: number,
    inverse: number,
    gamma: number,
    dGamma: number,
    dBeta: number,
    count: number,
    rows: number,
    panels: number,
    ofBatch: boolean,
  ): void;
  normalizeRows(
    x: number,
    y: number,
    means: number,
    inverses: number,
    gamma: number,
    beta: number,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  normalizeRowsBackward(
    x: number,
    d: number,
    means: number,
    inverses: number,
    gamma: number,
    dGamma: number,
    dBeta: number,
    rows: number,
    columns: number,
  ): void;
  expAll(x: number, y: number, bytes: number): void;
  logAll(x: number, y: number, bytes: number): void;
  log1pAll(x: number, y: number, bytes: number): void;
  tanhAll(x: number, y: number, bytes: number): void;
}

/** Below this address AssemblyScript may keep data of its own. */
export const FIRST_FREE_BYTE = 1024;

export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(KERNELS), (sign) => sign.charCodeAt(0));
}

/** The kernels, for a memory of one's own or (with `maximum` pages) one that threads share. */
export function compileKernels(maximum: number | null = null): WebAssembly.Module {
  const bytes = kernelBytes();
  return new WebAssembly.Module(maximum === null ? bytes : withSharedMemory(bytes, maximum));
}

export function instantiateKernels(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module = compileKernels(),
): WebAssembly.Instance {
  const abort = () => {
    throw new Error('A kernel of the compiled engine has stopped: this is a bug in Tsuno.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } });
}

/** Whether this platform runs the kernels: WebAssembly with 128-bit SIMD. */
export function canRunKernels(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes());
}

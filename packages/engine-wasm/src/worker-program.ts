/** The flags at the beginning of the control block, as places in an Int32Array. */
export const SEQUENCE = 0;
export const DONE = 1;
export const READY = 2;
export const STOP = 3;

/** The block begins with the flags; then each worker has a command: a function's number, how many arguments, they. */
export const FLAG_BYTES = 64;
export const COMMAND_LENGTH = 24;
export const COMMAND_BYTES = 8 * COMMAND_LENGTH;

/** What a worker is started with. */
export interface WorkerStart {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
  readonly loops: WebAssembly.Module | null;
  /** The functions by number: a kernel or a loop of this name. */
  readonly functions: readonly string[];
  /** Where the control block begins. */
  readonly control: number;
  /** Which command is this worker's. */
  readonly index: number;
}

/**
 * The program of a worker, as text: it must run from a string in every bundler and browser, so it can import nothing.
 * It looks for the next command for a while, because in a step one follows the other within microseconds, and then
 * sleeps until it is woken.
 */
export const WORKER_PROGRAM = `
const SPINS = 4000;
function work({ memory, kernels, loops, functions, control, index }) {
  const own = new WebAssembly.Instance(kernels, { env: { memory, abort() {} } }).exports;
  const generated = loops ? new WebAssembly.Instance(loops, { env: { memory }, kernels: own }).exports : {};
  const table = functions.map((name) => generated[name] || own[name]);
  const flags = new Int32Array(memory.buffer, control, ${FLAG_BYTES / 4});
  const place = control + ${FLAG_BYTES} + index * ${COMMAND_BYTES};
  const command = new Float64Array(memory.buffer, place, ${COMMAND_LENGTH});
  let seen = 0;
  Atomics.add(flags, ${READY}, 1);
  for (;;) {
    for (let spins = 0; Atomics.load(flags, ${SEQUENCE}) === seen; spins++) {
      if (spins >= SPINS) Atomics.wait(flags, ${SEQUENCE}, seen);
    }
    seen = Atomics.load(flags, ${SEQUENCE});
    if (Atomics.load(flags, ${STOP}) === 1) return;
    const count = command[1];
    if (count > 0) table[command[0]](...command.subarray(2, 2 + count));
    Atomics.add(flags, ${DONE}, 1);
  }
}
if (typeof require === 'function') work(require('node:worker_threads').workerData);
else self.onmessage = ({ data }) => { work(data); self.close(); };
`;

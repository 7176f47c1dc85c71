/** Words of a worker's control block, as places in an Int32Array. */
export const PHASE = 0;
/** How many messages were sent to it, and how many it has taken in. */
export const POSTED = 1;
export const RECEIVED = 2;

/**
 * What a worker is doing. Both sides change it by compare-and-exchange, so a command has one taker: the worker, or the
 * caller, who takes back what the worker has not begun.
 */
export const IDLE = 0;
export const OFFERED = 1;
export const TAKEN = 2;
/** A command has thrown. */
export const FAILED = 3;
/** It is to look at its messages. */
export const CALLED = 4;
/** It has ended, or is about to. */
export const GONE = 5;

/** Behind the words there is room for a command: a function's number, whose it is, how many arguments, they. */
export const WORD_BYTES = 64;
export const COMMAND_LENGTH = 24;
export const CONTROL_BYTES = WORD_BYTES + 8 * COMMAND_LENGTH;

/** A memory whose calls workers share, and what they call. */
export interface Member {
  readonly id: number;
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
  readonly loops: WebAssembly.Module | null;
  /** The functions by number: a kernel or a loop of this name. */
  readonly functions: readonly string[];
}

/** What is sent to a worker: first its control block, later members that come and go. */
export type Message =
  | { readonly control: SharedArrayBuffer; readonly idleMilliseconds: number }
  | { readonly joins: Member }
  | { readonly leaves: number };

/**
 * The program of a worker, as text: it must run from a string in every bundler and browser, so it can import nothing.
 * It looks for the next command for a while, because in a step one follows the other within microseconds, then sleeps
 * until it is woken, and ends when nobody does. While it has messages to take in it is back in its event loop; nobody
 * waits for it meanwhile.
 */
export const WORKER_PROGRAM = `
const SPINS = 4000;
const members = new Map();
let words, command, idle;
function takeIn({ control, idleMilliseconds, joins, leaves }) {
  if (control) {
    words = new Int32Array(control, 0, ${WORD_BYTES / 4});
    command = new Float64Array(control, ${WORD_BYTES}, ${COMMAND_LENGTH});
    idle = idleMilliseconds;
  } else if (joins) {
    const { id, memory, kernels, loops, functions } = joins;
    const own = new WebAssembly.Instance(kernels, { env: { memory, abort() {} } }).exports;
    const generated = loops ? new WebAssembly.Instance(loops, { env: { memory }, kernels: own }).exports : {};
    members.set(id, functions.map((name) => generated[name] || own[name]));
  } else members.delete(leaves);
  Atomics.add(words, ${RECEIVED}, 1);
}
function run() {
  try {
    const [number, member, count] = command;
    members.get(member)[number](...command.subarray(3, 3 + count));
    return ${IDLE};
  } catch {
    return ${FAILED};
  }
}
/** Works until there is a message; false when nobody has needed it for long. */
function work() {
  for (let spins = 0; Atomics.load(words, ${POSTED}) === Atomics.load(words, ${RECEIVED}); spins++) {
    const phase = Atomics.load(words, ${PHASE});
    if (phase === ${GONE}) return false;
    if (phase === ${CALLED}) Atomics.compareExchange(words, ${PHASE}, ${CALLED}, ${IDLE});
    else if (phase === ${OFFERED}) {
      if (Atomics.compareExchange(words, ${PHASE}, ${OFFERED}, ${TAKEN}) !== ${OFFERED}) continue;
      Atomics.store(words, ${PHASE}, run());
      spins = 0;
    } else if (spins >= SPINS && Atomics.wait(words, ${PHASE}, phase, idle) === 'timed-out') {
      if (Atomics.compareExchange(words, ${PHASE}, ${IDLE}, ${GONE}) === ${IDLE}) return false;
    }
  }
  return true;
}
function onMessage(message, end) {
  takeIn(message);
  if (!work()) end();
}
if (typeof require === 'function') {
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (message) => onMessage(message, () => parentPort.close()));
} else self.onmessage = ({ data }) => onMessage(data, () => self.close());
`;

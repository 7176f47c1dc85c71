const WIDTH = 20;

/**
 * Keras's bar, `━━━━━━━━━━━━━━━━━━━━`, filled in green, for a share between 0 and 1.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/utils/progbar.py
 */
export function progressBar(share: number): string {
  const filled = Math.floor(WIDTH * Math.min(1, Math.max(0, share)));
  const bar = (code: number, length: number) =>
    length === 0 ? '' : `\u001b[${code}m${'━'.repeat(length)}\u001b[0m`;
  return bar(32, filled) + bar(37, WIDTH - filled);
}

/** Bold, on a terminal. */
export function bold(text: string): string {
  return `\u001b[1m${text}\u001b[0m`;
}

/** Seconds as Keras prints them: `7s`, `2:05`, `1:00:09`. */
export function showDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds > 3600)
    return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  if (seconds > 60) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${whole}s`;
}

/** Where progress is written: a terminal redraws its line, anything else gets plain lines. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  write(text: string): void;
}

/** The standard output under Node, the console elsewhere. */
export function standardOutput(): ProgressOutput {
  const stream = (globalThis as { process?: { stdout?: NodeLikeStream } }).process?.stdout;
  if (typeof stream?.write !== 'function') {
    return {
      isTerminal: false,
      columns: 80,
      write: (text) => console.log(text.replace(/\n$/, '')),
    };
  }
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (text) => writeQuietly(stream, text),
  };
}

/** When nobody reads any more (`| head -1`), that does not end the training; without a listener it would. */
function writeQuietly(stream: NodeLikeStream, text: string): void {
  if (stream.listenerCount?.('error') === 0) stream.on?.('error', () => {});
  stream.write(text);
}

interface NodeLikeStream {
  write(text: string): unknown;
  listenerCount?(event: 'error'): number;
  on?(event: 'error', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

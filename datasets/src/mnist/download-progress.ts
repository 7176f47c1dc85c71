import { type ProgressOutput, progressBar, showDuration } from 'tsuno/core';

/** What a download of several files shows of itself. */
export interface DownloadProgress {
  /** So many bytes of the current file are there. */
  at(bytes: number): void;
  /** The current file is there; what follows is the next. */
  fileDone(name: string, bytes: number, mirror: string): void;
  /** Nothing follows, for better or worse: leaves the bar's line. `remark` is printed after it. */
  end(remark?: string): void;
}

const REDRAW_MILLISECONDS = 100;
/** `11.6/11.6 MB ━━━━━━━━━━━━━━━━━━━━ 1:00:09` */
const BAR_COLUMNS = 42;

/** On a terminal a bar over all the bytes with the time that is left, elsewhere a line for each file. */
export function downloadProgress(
  total: number,
  verbose: 0 | 1 | 2,
  output: ProgressOutput,
): DownloadProgress {
  const silent = { at() {}, fileDone() {}, end() {} };
  if (verbose === 0 || total === 0) return silent;
  output.write(`mnist.load: downloading ${megabytes(total)} MB, once\n`);
  const hasBar = verbose === 1 && output.isTerminal && output.columns >= BAR_COLUMNS;
  return hasBar ? bar(total, output) : lines(output);
}

function lines(output: ProgressOutput): DownloadProgress {
  let started = performance.now();
  return {
    at() {},
    fileDone(name, bytes, mirror) {
      const seconds = showDuration((performance.now() - started) / 1000);
      output.write(`${name}: ${megabytes(bytes)} MB from ${mirror} (${seconds})\n`);
      started = performance.now();
    },
    end: (remark) => say(remark, output),
  };
}

function bar(total: number, output: ProgressOutput): DownloadProgress {
  const started = performance.now();
  let before = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  const draw = (bytes: number) => {
    const now = performance.now();
    const isLast = bytes >= total;
    if (!isLast && now - drawn < REDRAW_MILLISECONDS) return;
    drawn = now;
    const elapsed = (now - started) / 1000;
    const left = bytes === 0 ? 0 : (elapsed * (total - bytes)) / bytes;
    const time = showDuration(isLast ? elapsed : left);
    const share = `${megabytes(bytes)}/${megabytes(total)} MB`;
    output.write(`\r${share} ${progressBar(bytes / total)} ${time}\u001b[K`);
  };
  return {
    at: (bytes) => draw(before + bytes),
    fileDone(_name, bytes) {
      before += bytes;
      draw(before);
    },
    end(remark) {
      if (drawn > 0) output.write('\n');
      say(remark, output);
    },
  };
}

function say(remark: string | undefined, output: ProgressOutput): void {
  if (remark !== undefined) output.write(`mnist.load: ${remark}\n`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

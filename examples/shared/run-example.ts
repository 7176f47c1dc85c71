/** What is wrong with a flag. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/**
 * Runs an example's `main`: an error is told in one line, with exit code 2 for a flag and 1 for the rest. Whoever reads
 * the output may stop reading (`| head -1`) without ending the run; the example carries on and keeps what it writes.
 */
export function runExample(main: () => Promise<void>): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
    console.error(`The output cannot be written: ${message}`);
    process.exitCode = 1;
  });
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = error instanceof FlagError ? 2 : 1;
  });
}

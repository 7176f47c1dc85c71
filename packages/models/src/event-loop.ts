/** How long a run may keep the event loop busy, in milliseconds. */
const SLICE = 15;

/**
 * A function to be called often: it lets timers, input and drawing have their turn whenever the run has been busy for
 * longer than a slice. By elapsed time and not by batch, because a batch may take microseconds.
 */
export function cooperate(
  now: () => number = () => performance.now(),
): () => Promise<void> | undefined {
  let since = now();
  return () => {
    if (now() - since < SLICE) return undefined;
    return nextTurn().then(() => {
      since = now();
    });
  };
}

/** Resolves after the event loop has gone round once. */
function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (f: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  // jsdom under Jest has neither; a timer takes longer, and nobody draws.
  if (typeof MessageChannel === 'undefined') return new Promise((resolve) => setTimeout(resolve));
  // Browsers delay nested timers by 4 ms; messages are not delayed.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

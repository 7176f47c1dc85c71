import {
  type Callback,
  didYouMean,
  HOOKS,
  type Logs,
  OptionError,
  type Run,
  show,
} from '@tsuno/core';

/** @throws OptionError for a list of callbacks that is none. */
export function requireCallbacks(
  who: string,
  callbacks: unknown,
): asserts callbacks is readonly Callback[] {
  if (!Array.isArray(callbacks)) {
    throw new OptionError(`${who}: callbacks must be a list, got ${show(callbacks)}.`);
  }
  for (const callback of callbacks) {
    const listens =
      typeof callback === 'object' &&
      callback !== null &&
      HOOKS.some((hook) => typeof callback[hook] === 'function');
    const misspelt = Object.keys(callback ?? {}).find(
      (key) => /^on[A-Z]/.test(key) && !HOOKS.includes(key as Hook),
    );
    if (misspelt !== undefined) {
      throw new OptionError(
        `${who}: a callback has "${misspelt}", which is no hook.${didYouMean(misspelt, HOOKS)} Hooks are ${HOOKS.join(', ')}.`,
      );
    }
    const { state, restore } = (callback ?? {}) as { state?: unknown; restore?: unknown };
    if (restore !== undefined && !(typeof state === 'function' && typeof restore === 'function')) {
      throw new OptionError(
        `${who}: a callback has a "restore", so it must be a function and have a function "state" beside it: what one gives, the other takes.`,
      );
    }
    if (!listens) {
      throw new OptionError(
        `${who}: ${show(callback)} is no callback: it has none of the functions ${HOOKS.join(', ')}.`,
      );
    }
  }
}

type Hook = (typeof HOOKS)[number];
type Arguments<H extends Hook> =
  Parameters<NonNullable<Callback[H]>> extends [...infer A, Run] ? A : never;

/** Callbacks, called in order. */
export interface Listeners {
  /** Whether anybody listens to this hook. */
  has(hook: Hook): boolean;
  /** Calls the hook on each callback and waits for it. */
  tell<H extends Hook>(hook: H, ...args: Arguments<H>): Promise<void> | undefined;
  /** The same for a hook with a number and logs, where each callback sees what those before it have logged. */
  tellLatest(hook: 'onEpochEnd', index: number, logs: () => Logs): Promise<void>;
  /** Calls the hook on each callback, which must be done when it returns. */
  tellNow<H extends Hook>(hook: H, ...args: Arguments<H>): void;
}

export function listeners(callbacks: readonly Callback[], run: Run): Listeners {
  const interested = Object.fromEntries(
    HOOKS.map((hook) => [hook, callbacks.filter((callback) => callback[hook])]),
  ) as unknown as Readonly<Record<Hook, readonly Callback[]>>;
  const call = (callback: Callback, hook: Hook, args: readonly unknown[]) =>
    (callback[hook] as (...args: unknown[]) => unknown).call(callback, ...args, run);
  const tell = async (hook: Hook, args: readonly unknown[]) => {
    for (const callback of interested[hook]) await call(callback, hook, args);
  };
  return {
    has: (hook) => interested[hook].length > 0,
    tell: (hook, ...args) => (interested[hook].length === 0 ? undefined : tell(hook, args)),
    async tellLatest(hook, index, logs) {
      for (const callback of interested[hook]) await call(callback, hook, [index, logs()]);
    },
    tellNow(hook, ...args) {
      for (const callback of interested[hook]) requireDone(hook, call(callback, hook, args));
    },
  };
}

/**
 * Refuses what a hook has begun and nobody can wait for: an error in it would reach no one.
 *
 * @throws OptionError
 */
function requireDone(hook: Hook, returned: unknown): void {
  if (typeof (returned as { then?: unknown } | null | undefined)?.then !== 'function') return;
  Promise.resolve(returned).catch(() => {});
  throw new OptionError(
    `predict: the hook ${hook} of a callback is async, but predict does not wait: it returns its tensor at once. Make the hook an ordinary function.`,
  );
}

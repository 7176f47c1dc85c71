import { type Callback, type Run, StateError } from '@tsuno/core';
import type { CallbackState } from './run-state.ts';

/** Those that keep something in a backup. */
export function keepers(callbacks: readonly Callback[]): readonly Callback[] {
  return callbacks.filter(({ restore }) => restore !== undefined);
}

/** What callbacks keep. */
export function statesOf(callbacks: readonly Callback[]): readonly CallbackState[] {
  return keepers(callbacks).map((callback) => ({
    kind: callback.kind ?? null,
    state: callback.state?.() ?? null,
  }));
}

/** @throws StateError when those of a backup are not those of this fit. */
export function requireSameKeepers(
  states: readonly CallbackState[],
  callbacks: readonly Callback[],
): void {
  const [theirs, ours] = [states, keepers(callbacks)].map(listOf);
  if (theirs === ours) return;
  throw new StateError(
    `fit: the backup keeps the state of ${theirs}, but the callbacks of this fit that have one are ${ours}. Give the same callbacks in the same order, or delete the backup to begin anew.`,
  );
}

/** Hands each what it kept. */
export async function restoreStates(
  states: readonly CallbackState[],
  callbacks: readonly Callback[],
  run: Run,
): Promise<void> {
  for (const [index, callback] of keepers(callbacks).entries()) {
    await callback.restore?.(states[index].state, run);
  }
}

function listOf(callbacks: readonly { readonly kind?: string | null }[]): string {
  if (callbacks.length === 0) return 'none';
  return callbacks.map(({ kind }) => kind ?? 'a callback without a kind').join(', ');
}

/** A process that answers commands, one JSON object a line (see contestants/serve.mjs). */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** The command line that keeps a process on one core, where the system can. */
export function pinned(command, args, isPinned = true) {
  return isPinned && canPin ? ['taskset', ['-c', '0', command, ...args]] : [command, args];
}

export const isPinning = () => canPin;

/** @param {{ command?: string, args: string[], env?: Record<string, string>, isPinned?: boolean }} options */
export function startChild({ command = process.execPath, args, env = {}, isPinned = true }) {
  const child = spawn(...pinned(command, args, isPinned), {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting = [];
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  // A child that dies answers whatever is still asked of it.
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('@@')) waiting.shift()?.(JSON.parse(line.slice(2)));
  });
  let isGone = false;
  const gone = () => ({ error: `the process ended: ${complaints.trim()}` });
  child.on('close', () => {
    isGone = true;
    for (const answer of waiting.splice(0)) answer(gone());
  });
  child.on('error', () => {});
  return {
    /** Throws what went wrong in the child. */
    async ask(command, options = {}) {
      if (isGone) throw new Error(gone().error);
      const answer = await new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify({ command, ...options })}\n`);
      });
      if (answer.error) throw new Error(answer.error);
      return answer;
    },
    end() {
      child.kill();
    },
  };
}

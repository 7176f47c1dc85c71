import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BENCH, REPOSITORY } from '../places.mjs';
import { pinned } from './child.mjs';

/**
 * Runs one of programs/ to its end. Gives what it printed behind "@@", as JSON, and the seconds from start to exit.
 *
 * @param {string} name
 * @param {unknown} [options] handed over as JSON, as its first argument
 */
export function runProgram(name, options = {}) {
  return runNode([join(BENCH, 'programs', name), JSON.stringify(options)], { isPinned: true });
}

/** Node with any arguments, from the repository's root. */
export function runNode(args, { isPinned = false } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(...pinned(process.execPath, args, isPinned), {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [printed, complaints] = ['', ''];
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0) return reject(new Error(`${args[0]} failed: ${complaints.slice(-1500)}`));
      const answer = printed.split('\n').find((line) => line.startsWith('@@'));
      resolve({ seconds, answer: answer ? JSON.parse(answer.slice(2)) : null, printed });
    });
  });
}

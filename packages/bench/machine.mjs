import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { BENCH, REPOSITORY } from './places.mjs';
import { isPinning } from './tools/child.mjs';

/** Where and with what it was measured. */
export function describeMachine() {
  const { dependencies } = JSON.parse(readFileSync(join(BENCH, 'package.json'), 'utf8'));
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg()[0],
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    v8: process.versions.v8,
    isPinnedToOneCore: isPinning(),
    commit: commit(),
    peers: dependencies,
  };
}

function commit() {
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: REPOSITORY,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'packages') === '' ? '' : ' with changes';
    return git('rev-parse', '--short', 'HEAD') + changed;
  } catch {
    return null;
  }
}

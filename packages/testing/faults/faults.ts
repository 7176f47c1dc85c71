/**
 * Kills a process right before and right after every system call of a save, and lets processes save to one path while
 * others are killed: what is found afterwards is one whole version, and the next save leaves nothing else. `npm run faults`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathSource } from '../../saving/src/places/node/path-source.ts';
import { nodeSystem, type System } from '../../saving/src/places/node/system.ts';
import {
  litterAfterNextSave,
  modelFiles,
  prepare,
  SCENARIOS,
  type ScenarioName,
  save,
  versionIn,
} from '../../saving/test/places/save-scenarios.ts';

/** The programs, bundled: a process starts in a blink. */
const [killed, saving] = process.argv.slice(2);
const WRITERS = 3;
const MILLISECONDS = 8000;
const wrong: string[] = [];

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-faults-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills at this call; whether there was such a call. */
function killAt(name: ScenarioName, number: number, when: string): Promise<boolean> {
  return inFolder(async (folder) => {
    await prepare(folder, name);
    const { signal, status, stderr } = spawnSync(process.execPath, [
      killed,
      folder,
      name,
      String(number),
      when,
    ]);
    const version = versionIn(folder);
    const litter = await litterAfterNextSave(folder);
    const old = SCENARIOS[name].before === null ? 'none' : 'old';
    const isRight =
      signal === 'SIGKILL' ? [old, 'new'].includes(version) : status === 0 && version === 'new';
    if (!isRight || litter.length > 0) {
      wrong.push(`${name}, ${when} call ${number}: ${version}, ${litter}, ${status}, ${stderr}`);
    }
    return signal === 'SIGKILL';
  });
}

/** Reads the model as a format does: the main file, and then what it names, once more when it was exchanged meanwhile. */
async function readOnce(folder: string): Promise<string> {
  const source = pathSource('load', nodeSystem() as System, join(folder, 'a.json'));
  for (;;) {
    const before = await source.identity?.();
    try {
      const { version, names } = JSON.parse(new TextDecoder().decode(await source.bytes(2 ** 20)));
      const files = modelFiles(version, names.length).slice(1);
      for (const { name, bytes } of files) {
        if (!Buffer.from(await source.beside(name, 2 ** 20)).equals(bytes))
          return `${name} differs`;
      }
      return 'whole';
    } catch (error) {
      if ((await source.identity?.()) === before) return String(error);
    }
  }
}

/** Several processes save, one after the other is killed and started again, and somebody reads all the time. */
async function concurrently(): Promise<string> {
  return inFolder(async (folder) => {
    await save(folder, modelFiles('0', 2));
    const start = (_value: unknown, index: number): ChildProcess =>
      spawn(process.execPath, [saving, folder, String(index)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    const writers = Array.from({ length: WRITERS }, start);
    const end = Date.now() + MILLISECONDS;
    let reads = 0;
    let kills = 0;
    for (let next = Date.now() + 300; Date.now() < end; reads++) {
      const found = await readOnce(folder);
      if (found !== 'whole') wrong.push(`while others save: ${found}`);
      const failed = writers.find(({ exitCode }) => exitCode !== null);
      if (failed) wrong.push('a writer failed');
      if (wrong.length > 0) break;
      if (Date.now() < next) continue;
      next += 300;
      const index = kills++ % WRITERS;
      writers[index].kill('SIGKILL');
      writers[index] = start(null, index);
    }
    for (const writer of writers) {
      writer.kill('SIGKILL');
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    }
    const litter = await litterAfterNextSave(folder);
    return `${reads} reads while ${WRITERS} processes saved and ${kills} were killed; left behind: ${litter.join(', ') || 'nothing'}`;
  });
}

async function main(): Promise<void> {
  console.log(await concurrently());
  let kills = 0;
  for (const name of Object.keys(SCENARIOS) as ScenarioName[]) {
    for (const when of ['before', 'after']) {
      let number = 0;
      while (await killAt(name, number, when)) number++;
      kills += number;
      console.log(`${name}: killed ${when} each of ${number} calls`);
    }
  }
  console.log(`${kills} kills in a save`);
  for (const each of wrong) console.error(each);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

main();

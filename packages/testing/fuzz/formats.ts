import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { withChecksumLine } from '../../saving/src/hdf5/checksum-line.ts';
import { loadModel } from '../../tsuno/src/index.ts';
import { damage } from './damage.ts';
import { damageHeader, damageMember, membersOf } from './damage-archive.ts';
import type { Tested } from './tested.ts';
import { testedModelJson, testedSafetensors } from './tested-json.ts';
import { stateOf, trained } from './trained-model.ts';

/** The formats by name; each is prepared in a folder of its own. */
export const FORMATS: Readonly<Record<string, (folder: string) => Promise<Tested>>> = {
  keras: testedArchives,
  h5: testedWeights,
  safetensors: testedSafetensors,
  'model.json': testedModelJson,
};

const GOLDENS = join(__dirname, '../goldens/keras-archives/3.15.1.json');
const FROM_KERAS = ['Adam', 'Nadam with EMA and accumulation', 'RMSprop whole'];

function archivesOfKeras(): readonly Uint8Array[] {
  const { cases } = JSON.parse(readFileSync(GOLDENS, 'utf8'));
  return FROM_KERAS.map((name) => {
    const deflated = Buffer.from(cases[name].archive, 'base64');
    return new Uint8Array(inflateSync(deflated));
  });
}

async function testedArchives(folder: string): Promise<Tested> {
  const path = join(folder, 'whole.keras');
  await (await trained()).save(path);
  const read = async (file: string) => stateOf(await loadModel(file));
  const bases: { bytes: Uint8Array; state: string }[] = [];
  for (const bytes of [new Uint8Array(readFileSync(path)), ...archivesOfKeras()]) {
    writeFileSync(path, bytes);
    bases.push({ bytes, state: await read(path) });
  }
  return {
    ending: '.keras',
    read,
    damaged(chance) {
      const { bytes, state } = chance.of(bases);
      const way = chance.below(4);
      if (way === 0) return { bytes: damage(chance, bytes), expected: state };
      if (way === 1) return { bytes: damageHeader(chance, bytes), expected: state };
      return { bytes: damageMember(chance, membersOf(bytes)), expected: null };
    },
  };
}

async function testedWeights(folder: string): Promise<Tested> {
  const path = join(folder, 'whole.weights.h5');
  const model = await trained();
  await model.saveWeights(path);
  const own = new Uint8Array(readFileSync(path));
  const lineless = own.slice(0, own.length - LINE);
  const other = await trained();
  const read = async (file: string) => {
    other.setWeights(other.weights.map(({ values }) => values.map(() => 0)));
    await other.loadWeights(file);
    await other.loadWeights(file, { byName: true });
    return stateOf(other);
  };
  const state = await read(path);
  return {
    ending: '.weights.h5',
    read,
    damaged(chance) {
      if (chance.below(3) === 0) return { bytes: damage(chance, own), expected: state };
      let damaged: Uint8Array = lineless;
      for (let count = 1 + chance.below(3); count > 0; count--) damaged = damage(chance, damaged);
      return { bytes: chance.below(2) === 0 ? damaged : withChecksumLine(damaged), expected: null };
    },
  };
}

/** The length of the line with the checksum. */
const LINE = 21;

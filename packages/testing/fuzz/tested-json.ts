import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../../tsuno/src/index.ts';
import { damage } from './damage.ts';
import { damageJson } from './damage-json.ts';
import type { Tested } from './tested.ts';
import { stateOf, trained } from './trained-model.ts';

const CONVERTED = join(__dirname, '../goldens/tfjs.json');

/** Weights by names: the header says what the bytes are, and only these have a checksum. */
export async function testedSafetensors(folder: string): Promise<Tested> {
  const path = join(folder, 'whole.safetensors');
  const model = await trained();
  await model.saveWeights(path);
  const whole = new Uint8Array(readFileSync(path));
  const start = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
  const header = new TextDecoder().decode(whole.subarray(8, start));
  const other = await trained();
  const read = async (file: string) => {
    other.setWeights(other.weights.map(({ values }) => values.map(() => 0)));
    await other.loadWeights(file);
    return stateOf(other);
  };
  const state = await read(path);
  return {
    ending: '.safetensors',
    read,
    damaged(chance) {
      if (chance.below(2) === 0) return { bytes: damage(chance, whole), expected: state };
      const text = Buffer.from(damageJson(chance, header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      const bytes = Uint8Array.from(Buffer.concat([length, text, whole.subarray(start)]));
      return { bytes, expected: null };
    },
  };
}

/** TensorFlow.js's JSON: ours with checksums of everything, and that of its converter, which has none. */
export async function testedModelJson(folder: string): Promise<Tested> {
  const path = join(folder, 'whole.json');
  await (await trained()).save(path);
  const read = async (file: string) => stateOf(await loadModel(file));
  const own = new Uint8Array(readFileSync(path));
  const state = await read(path);
  const { files } = JSON.parse(readFileSync(CONVERTED, 'utf8'))['in uint8'];
  for (const [name, base64] of Object.entries<string>(files)) {
    writeFileSync(join(folder, name), Buffer.from(base64, 'base64'));
  }
  const converted = readFileSync(join(folder, 'model.json'), 'utf8');
  return {
    ending: '.json',
    read,
    damaged(chance) {
      const way = chance.below(9);
      if (way < 4) return { bytes: damage(chance, own), expected: state };
      const text = new TextDecoder().decode(own);
      if (way < 6) return { bytes: encoded(damageJson(chance, text)), expected: null };
      // No damage: an editor has laid it out.
      if (way < 7)
        return {
          bytes: encoded(`${JSON.stringify(JSON.parse(text), null, 2)}\n`),
          expected: state,
        };
      const isBlind = way < 8;
      const bytes = isBlind
        ? damage(chance, encoded(converted))
        : encoded(damageJson(chance, converted));
      return { bytes, expected: null };
    },
  };
}

const encoded = (text: string) => new TextEncoder().encode(text);

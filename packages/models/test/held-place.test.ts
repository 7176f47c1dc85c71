import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadModel } from '../../tsuno/src/index.ts';
import { tinyModel } from './tiny.ts';

const folder = mkdtempSync(join(tmpdir(), 'tsuno-held-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('A place that its owner changes right after the call', () => {
  it('is what it was at the call', async () => {
    const model = tinyModel().build([null, 2]);
    const target = pathToFileURL(join(folder, 'a.keras'));
    const saving = model.save(target);
    target.pathname = join(folder, 'other.keras');
    await saving;
    const bytes = new Uint8Array(await readFile(join(folder, 'a.keras')));
    const loading = loadModel(bytes);
    bytes.fill(0);
    const opened = await loading;
    expect(opened.weights).toEqual(model.weights);
    await model.saveWeights(join(folder, 'a.safetensors'));
    const { buffer } = new Uint8Array(await readFile(join(folder, 'a.safetensors')));
    opened.setWeights(opened.weights.map(({ values }) => values.fill(0)));
    const reading = opened.loadWeights(buffer);
    new Uint8Array(buffer).fill(0);
    await reading;
    expect(opened.weights).toEqual(model.weights);
  });
});

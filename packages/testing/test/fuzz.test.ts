import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '../fuzz/formats.ts';
import { type Outcome, runCases } from '../fuzz/run-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'tsuno-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `npm run fuzz` tries as many as it is told to. */
const CASES = 200;

describe('Damaged files', () => {
  it.each(Object.keys(FORMATS))(
    '%s are refused or the very same model',
    async (format) => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
      const outcomes = new Map<Outcome, number>();
      await runCases({ format, seed: 7, first: 0, cases: CASES, folder }, (index, outcome) => {
        if (outcome === 'begun') return;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (outcome.startsWith('finding')) throw new Error(`case ${index}: ${outcome}`);
      });
      warn.mockRestore();
      expect([...outcomes.keys()].toSorted()).toEqual([
        'another, as its checksums say',
        'refused',
        'the same model',
      ]);
    },
    60_000,
  );
});

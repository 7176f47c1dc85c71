import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled, docExamples, typeErrors } from '../src/doc-examples.ts';

const examples = docExamples();

// Examples that write files do so in a folder of their own, where those after them find what they have written.
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'tsuno-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('The examples in the documentation', () => {
  it('are many', () => {
    expect(examples.length).toBeGreaterThan(40);
  });

  it('compile in a strict project', () => {
    expect(typeErrors(examples)).toEqual([]);
  });

  it.each(examples.map((example) => [example.where, example] as const))(
    'run: %s',
    async (_where, example) => {
      const exported: { example?: () => Promise<void> } = {};
      const silent = {
        ...console,
        log: () => {},
        assert: (claim: boolean) => {
          if (!claim) throw new Error('an assertion of the example does not hold');
        },
      };
      new Function('require', 'exports', 'console', compiled(example))(require, exported, silent);
      const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
      try {
        process.chdir(folder);
        await exported.example?.();
      } finally {
        process.chdir(home);
        write.mockRestore();
      }
    },
  );
});

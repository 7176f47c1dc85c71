import { compiled, docExamples, typeErrors } from '../src/doc-examples.ts';

const examples = docExamples();

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
        await exported.example?.();
      } finally {
        write.mockRestore();
      }
    },
  );
});

import * as ts from 'typescript';
import { defaultsIn, takenBy } from '../src/reference-options.ts';

/** The defaults and the types of `Options` in a program of one file. */
function read(source: string) {
  const file = ts.createSourceFile('one.ts', source, ts.ScriptTarget.ES2022, true);
  const host = ts.createCompilerHost({});
  const program = ts.createProgram(
    ['one.ts'],
    { noLib: true, strict: true },
    {
      ...host,
      getSourceFile: (path) => (path === 'one.ts' ? file : undefined),
    },
  );
  const checker = program.getTypeChecker();
  const options = file.statements.find(
    (each) => ts.isInterfaceDeclaration(each) && each.name.text === 'Options',
  ) as ts.InterfaceDeclaration;
  const properties = checker.getTypeAtLocation(options).getProperties();
  const defaults = defaultsIn(program);
  return {
    presets: () => Object.fromEntries(properties.map((each) => [each.name, defaults.of(each)])),
    types: Object.fromEntries(properties.map((each) => [each.name, takenBy(each, checker)])),
  };
}

describe('The reference', () => {
  it('reads defaults where options are taken apart, through constants, defaults of parameters and renamings', () => {
    const { presets } = read(`
      interface Options { readonly epochs?: number; readonly size?: number; readonly seed?: number; late?: number }
      const SIZE = 32;
      function fit(options: Options = {}) {
        const { epochs = 1, size: rows = SIZE, ...rest } = options;
      }
      function draw({ seed, late = Math.max(1) }: Options) {}
    `);
    expect(presets()).toEqual({ epochs: '1', size: '32', seed: '', late: '' });
  });

  it('refuses an option that no code reads', () => {
    const { presets } = read(`
      interface Options { readonly epochs?: number; readonly forgotten?: number }
      function fit({ epochs = 1 }: Options) {}
    `);
    expect(presets).toThrow('no code that reads the option forgotten');
  });

  it('refuses two defaults for one option', () => {
    const source = `
      interface Options { readonly epochs?: number }
      function fit({ epochs = 1 }: Options) {}
      function show({ epochs = 2 }: Options) {}
    `;
    expect(() => read(source)).toThrow('epochs has two defaults: 1 and 2');
  });

  it('shows types without type parameters, and unions of words written out', () => {
    const { types } = read(`
      type Verbose = 'auto' | 0 | 1;
      type Names<N> = N | undefined;
      interface Callback<N> { name: N }
      interface Options<N extends string = string, D extends boolean = boolean> {
        readonly verbose?: Verbose;
        readonly callbacks?: readonly Callback<Names<N>['length']>[];
        readonly returnDict?: D;
      }
    `);
    expect(types).toEqual({
      verbose: "'auto' | 0 | 1",
      callbacks: 'Callback[]',
      returnDict: 'boolean',
    });
  });
});

import { option } from '@tsuno/core';
import * as ts from 'typescript';
import { entry } from '../src/api/entry.ts';
import { readable } from '../src/api/readable.ts';

const SOURCE = `
type Flat<T> = { [K in keyof T]: T[K] };
interface Hidden { readonly depth: number }
declare const declared: Flat<{ readonly units: number; readonly activation?: 'tanh' | 'relu' | null | undefined }>;
/** A comment. */
export type DenseOptions = typeof declared;
export interface InputOptions extends Flat<typeof declared>, Hidden { readonly units: number[]; readonly shape: [number, number] }
export function Dense({ units }: DenseOptions, hidden?: Hidden): Promise<Hidden> { return units as never; }
Dense.aliases = ['dense'] as const;
export class Model { #secret = 1; private own = 2; readonly name = 'm'; get size() { return 1; } fit(x: number, y = 2) { return [x, y]; } }
`;

/** What the report says of each name of SOURCE, and the names that it meets. */
function reported() {
  const options = { target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], strict: true };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const file = ts.createSourceFile('source.ts', SOURCE, ts.ScriptTarget.ES2022, true);
  host.getSourceFile = (path, version) =>
    path === 'source.ts' ? file : getSourceFile(path, version);
  const checker = ts.createProgram(['source.ts'], options, host).getTypeChecker();
  const met = new Set<string>();
  const text = readable(checker, ({ name }) => met.add(name));
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(file) as ts.Symbol);
  const dense = symbols.find(({ name }) => name === 'DenseOptions') as ts.Symbol;
  const declared = new Map([[dense, { units: option.whole('[1, ∞)', 3) }]]);
  const entries = symbols.map((symbol) => [
    symbol.name,
    entry(symbol.name, symbol, checker, text, declared),
  ]);
  return { ...Object.fromEntries(entries), met };
}

describe('The report of the public API', () => {
  const { Dense, DenseOptions, InputOptions, Model, met } = reported();

  it('gives each option a line: its type in one order, its range, its default', () => {
    expect(DenseOptions).toBe(`type DenseOptions = {
  readonly units: number; // a whole number of at least 1; default 3
  readonly activation?: 'relu' | 'tanh' | null;
};`);
  });

  it('opens what an interface of options is computed from', () => {
    expect(InputOptions).toBe(`interface InputOptions extends Hidden {
  readonly activation?: 'relu' | 'tanh' | null;
  readonly units: number[];
  readonly shape: [number, number];
}`);
  });

  it('gives a function its parameters and what it carries', () => {
    expect(Dense).toBe(`function Dense(options: DenseOptions, hidden?: Hidden): Promise<Hidden>;
const Dense.aliases: readonly ['dense'];`);
  });

  it('leaves out what is private', () => {
    expect(Model).toBe(`class Model {
  readonly name: 'm';
  get size(): number;
  fit(x: number, y?: number): number[];
}`);
  });

  it('hears of types that are met but not exported', () => {
    expect([...met]).toContain('Hidden');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Description, revive, snakeCase, toConfigJson } from '@tsuno/core';
import {
  activations,
  constraints,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
} from 'tsuno';
import { ROOT } from '../src/doc-examples.ts';
import { golden } from '../src/index.ts';
import { LEAST_OPTIONS, makeLeast } from '../src/least-options.ts';
import { referencePage } from '../src/reference.ts';
import { declaredReferences, missingReferences } from '../src/references.ts';

type Factory = (options?: object) => Description;

const factoriesOf = (namespace: object, isFactory = (name: string) => /^[A-Z]/.test(name)) =>
  Object.entries(namespace).filter(
    (entry): entry is [string, Factory] => typeof entry[1] === 'function' && isFactory(entry[0]),
  );

const NAMESPACES = {
  layer: factoriesOf(layers),
  loss: factoriesOf(losses),
  metric: factoriesOf(metrics),
  optimizer: factoriesOf(optimizers),
  initializer: factoriesOf(initializers),
  activation: factoriesOf(activations, () => true),
  constraint: factoriesOf(constraints),
  regularizer: factoriesOf(regularizers),
  schedule: factoriesOf(optimizers.schedules),
};

const registry = {
  layer: layers,
  loss: losses,
  metric: metrics,
  optimizer: optimizers,
  initializer: initializers,
  activation: activations,
  constraint: constraints,
  regularizer: regularizers,
  schedule: optimizers.schedules,
};

const all = Object.entries(NAMESPACES).flatMap(([type, factories]) =>
  factories.map(([name, factory]) => [`${type} ${name}`, { type, name, factory }] as const),
);

describe.each(all)('Every description keeps the rules: %s', (_title, { type, name, factory }) => {
  // Made in the tests, so that a factory that throws does not take all others with it.
  const make = () => makeLeast(name, factory);

  it('is frozen, with its type and the name of its export as kind', () => {
    const made = make();
    expect(Object.isFrozen(made)).toBe(true);
    expect(Object.isFrozen(made.config)).toBe(true);
    expect([made.type, made.kind]).toEqual([type, name]);
    expect(factory.name).toBe(name);
  });

  it('comes back from its JSON', () => {
    const made = make();
    const json = JSON.parse(JSON.stringify(toConfigJson(made)));
    const again = revive(registry, json);
    expect(toConfigJson(again)).toEqual(toConfigJson(made));
  });

  it('carries the declarations of its options', () => {
    const made = make();
    expect(Object.keys(made.options ?? {}).sort()).toEqual(Object.keys(made.config).sort());
  });

  it('refuses options without names, which JavaScript would take for none', () => {
    if (name === 'Activation') return; // Keras's Activation('relu')
    expect(() => factory(0.5 as never)).toThrow(`${name}: options have names`);
  });

  it('refuses an option that it does not know, naming itself', () => {
    expect(() => factory({ ...LEAST_OPTIONS[name], nonsense: 1 })).toThrow(
      new RegExp(`${name}.*(unknown option "nonsense")`),
    );
  });
});

describe('The reference', () => {
  it('is what the doc comments say', () => {
    if (readFileSync(join(ROOT, 'docs', 'reference.md'), 'utf8') !== referencePage()) {
      throw new Error('docs/reference.md is out of date: run `npm run docs` and commit it.');
    }
  });
});

describe('A reference that says what is right', () => {
  const golded = (file: string, pick: (one: never) => string) =>
    new Set((golden<{ cases: never[] }>(file).cases ?? []).map(pick));

  it.each([
    [
      'optimizer',
      golded('optimizers.json', ({ optimizer }: { optimizer: { kind: string } }) => optimizer.kind),
    ],
    ['loss', golded('losses.json', ({ loss }: { loss: { kind: string } }) => loss.kind)],
    ['metric', golded('metrics.json', ({ metric }: { metric: { kind: string } }) => metric.kind)],
    [
      'layer',
      new Set(
        golden<{ cases: { layers: { kind: string }[] }[] }>('layers.json').cases.flatMap((each) => [
          ...each.layers.map(({ kind }) => kind),
          // Those of the whole runs.
          'Input',
          'Activation',
        ]),
      ),
    ],
    [
      'schedule',
      golded('schedules.json', ({ schedule }: { schedule: { kind: string } }) => schedule.kind),
    ],
    [
      'activation',
      golded('activations.json', ({ activation }: { activation: string }) => activation),
    ],
  ] as const)('is there for every %s', (type, kinds) => {
    const names = NAMESPACES[type].map(([name]) => name);
    const missing = missingReferences(type, names, kinds, declaredReferences());
    if (missing !== null) throw new Error(missing);
  });

  it('is named with what to do, where there is none', () => {
    const missing = missingReferences('optimizer', ['Adam', 'Mine'], new Set(['Adam']), []);
    expect(missing).toContain('optimizer Mine.');
    expect(missing).toContain("describeReference({ concept: 'optimizer Mine'");
    const declared = ['optimizer Mine'];
    expect(missingReferences('optimizer', ['Mine'], new Set(), declared)).toBeNull();
  });

  it('is declared for no name that is not there', () => {
    const titles: readonly string[] = all.map(([title]) => title);
    expect(declaredReferences().filter((concept) => !titles.includes(concept))).toEqual([]);
  });
});

describe('Names in strings', () => {
  it('are Keras’s: the export in snake case', () => {
    expect(NAMESPACES.loss.map(([name]) => snakeCase(name))).toContain(
      'sparse_categorical_crossentropy',
    );
    const named = NAMESPACES.metric.map(([name, factory]) => [
      name,
      (makeLeast(name, factory).config as { name: string }).name,
    ]);
    // `logcosh` and `fbeta_score` alone are not the export in snake case; what Keras has not is.
    const { names } = golden<{ names: Readonly<Record<string, string>> }>('metrics.json');
    const expected = NAMESPACES.metric.map(([name]) => [name, names[name] ?? snakeCase(name)]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(expected));
    expect(Object.keys(Object.fromEntries(named))).toEqual(
      expect.arrayContaining(Object.keys(names)),
    );
  });
});

import { lab, OptionError, optimizers } from '../../../tsuno/src/index.ts';
import { everyResult } from '../every-result.ts';
import { oneUnit } from '../one-unit.ts';

let results: readonly lab.Result[];
beforeAll(async () => {
  results = await everyResult();
});

/** The numbers of a CSV, by rows. */
function readCsv(csv: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .map(([, cell]) => cell.replace(/^"|"$/g, ''))
        .slice(0, line.split(',').length),
    );
}

describe('CSV and JSON', () => {
  it('hold the same numbers: those of the runs', () => {
    const [sweep] = results as readonly [lab.Sweep];
    const again: lab.Sweep = JSON.parse(lab.toJson(sweep));
    expect(again).toEqual(JSON.parse(JSON.stringify(sweep)));
    const [head, ...rows] = readCsv(lab.toCsv(sweep));
    const at = (row: readonly string[], name: string) => row[head.indexOf(name)];
    let next = 0;
    for (const run of again.runs) {
      for (let epoch = 0; epoch < Math.max(1, run.seconds.length); epoch++) {
        const row = rows[next++];
        expect(at(row, 'optimizer')).toBe(run.optimizer);
        expect(Number(at(row, 'learningRate'))).toBe(run.learningRate);
        if (run.seconds.length > 0) expect(Number(at(row, 'loss'))).toBe(run.curves.loss[epoch]);
        expect(at(row, 'divergedInBatch')).toBe(String(run.diverged?.batch ?? ''));
      }
    }
    expect(next).toBe(rows.length);
    expect(again.runs.some(({ diverged }) => diverged !== null)).toBe(true);
  });

  it('write every kind, with quotes where they are needed', () => {
    for (const result of results) {
      const [head, ...rows] = lab.toCsv(result).trimEnd().split('\r\n');
      expect(head.split(',').length).toBeGreaterThan(3);
      expect(rows.length).toBeGreaterThanOrEqual(result.kind === 'diagnosis' ? 0 : 7);
    }
    expect(lab.toCsv(results[4])).toContain(
      '"average of the gradients: the direction"'.slice(1, -1),
    );
  });
});

describe('toText', () => {
  it('has a title, sentences and a table in columns', () => {
    for (const result of results) {
      const text = lab.toText(result);
      expect(text).not.toMatch(/NaN|undefined|\[object/);
      expect(text).toMatch(/^[^\n]+\n\n• [\s\S]*\n\n[\s\S]*─/);
    }
  });
});

/** The ways to every part of plain data; of lists the first part stands for all. */
function waysIn(data: unknown): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [];
  const names = Array.isArray(data) ? Object.keys(data).slice(0, 1) : Object.keys(data);
  return names.flatMap((name) => [
    [name],
    ...waysIn((data as Record<string, unknown>)[name]).map((way) => [name, ...way]),
  ]);
}

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

describe('Half a result, or one with something else in it', () => {
  const asked: Readonly<Record<string, (result: never) => unknown>> = {
    toText: lab.toText,
    toCsv: lab.toCsv,
    toJson: lab.toJson,
    statementsOf: lab.statementsOf,
    headlines: lab.headlines,
    comparisonOf: lab.comparisonOf,
  };

  it('is told from a whole one, and never breaks what reads it', () => {
    for (const result of results) {
      const text = JSON.stringify(result);
      for (const way of waysIn(JSON.parse(text))) {
        for (const hostile of [undefined, null, -1, 'x', true, [], {}, [null], cycle]) {
          const changed = JSON.parse(text);
          const holder = way.slice(0, -1).reduce((at, name) => at[name], changed);
          const last = way[way.length - 1];
          if (hostile === undefined) delete holder[last];
          else holder[last] = hostile;
          for (const [name, ask] of Object.entries(asked)) {
            try {
              ask(changed as never);
            } catch (error) {
              if (error instanceof OptionError) continue;
              const what = hostile === cycle ? 'a cycle' : JSON.stringify(hostile);
              throw new Error(`${name}: ${result.kind}.${way.join('.')} = ${what}: ${error}`);
            }
          }
        }
      }
    }
  });

  it('is refused with the part that is wrong', () => {
    const [{ standings: _, ...half }] = results as readonly [lab.Sweep];
    expect(() => lab.toText(half as never)).toThrow(
      'toText: the result says that it is a sweep, but standings is missing.',
    );
    const wrong = { ...results[0], runs: [{ ...(results[0] as lab.Sweep).runs[0], seed: '1' }] };
    expect(() => lab.toCsv(wrong as never)).toThrow(
      'runs[0].seed must be a number, got "1". Give it whole, as sweepLearningRates gave it.',
    );
  });

  it('of another kind is refused with both kinds', () => {
    expect(() => lab.headlines(results[1] as never)).toThrow(
      'headlines: the result must be a sweep, such as that of sweepLearningRates, got a comparison.',
    );
    expect(() => lab.comparisonOf(Promise.resolve(results[0]) as never)).toThrow('Wait for it');
  });
});

describe('Something that is no result', () => {
  const probe = lab.probe(oneUnit());
  it.each([undefined, null, 3, {}, [], { kind: 'swep' }, optimizers.Adam(), probe])(
    'is refused (%#)',
    (wrong) => {
      expect(() => lab.toText(wrong as never)).toThrow(OptionError);
      expect(() => lab.comparisonOf(wrong as never)).toThrow(OptionError);
    },
  );

  it('of a probe is refused with what to give instead', () => {
    expect(() => lab.toText(probe as never)).toThrow('Of a probe, give recording()');
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { everyResult } from '../../lab/test/every-result.ts';
import { sweepOf } from '../../lab/test/made-up-sweep.ts';
import { lab, OptionError, optimizers } from '../../tsuno/src/index.ts';
import { pictures, toPage, toPng, writeReport } from '../src/index.ts';
import { moveApart } from '../src/line-panel.ts';

let results: readonly lab.Result[];
beforeAll(async () => {
  results = await everyResult();
});

describe('Pictures', () => {
  it('are SVG that needs nothing else, with title and description, in two widths', async () => {
    for (const result of results) {
      const drawn = await pictures(result);
      expect(drawn.length).toBeGreaterThan(0);
      for (const { svg, narrowSvg, title, description } of drawn) {
        for (const text of [svg, narrowSvg]) {
          expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*role="img"/);
          expect(text).toContain('<title id=');
          expect(text).toContain('prefers-color-scheme:dark');
          expect(text).not.toMatch(/NaN|undefined|Infinity|https?:\/\/(?!www\.w3\.org)/);
        }
        expect(title.length).toBeGreaterThan(5);
        expect(description.length).toBeGreaterThan(10);
        expect(narrowSvg).not.toBe(svg);
      }
    }
  });

  it('keep every text inside', async () => {
    const { document } = parseHTML('<!doctype html><html><body></body></html>');
    for (const result of results) {
      for (const { svg } of await pictures(result)) {
        document.body.innerHTML = svg;
        const height = Number(document.querySelector('svg')?.getAttribute('height'));
        for (const text of document.querySelectorAll('svg > text')) {
          // The average letter, as wide as in the widest of the fonts that are asked for.
          const letter = text.getAttribute('font-weight') === '400' ? 0.55 : 0.66;
          const length = (text.textContent ?? '').length;
          const width = letter * Number(text.getAttribute('font-size')) * length;
          expect(Number(text.getAttribute('x')) + width).toBeLessThan(760);
          expect(Number(text.getAttribute('y'))).toBeLessThan(height);
        }
      }
    }
  });

  it('print in a sweep’s map what was measured, framed where the window is', async () => {
    const sweep = sweepOf([0.001, 0.01, 0.1], {
      SGD: { own: 0.01, at: [0.1, 0.456, null] },
      Adam: { own: 0.001, at: [0.92, 0.934, 0.5] },
    });
    const [{ svg, title }] = await pictures(sweep);
    expect(title).toBe('Adam is near its best at the rate it comes with; SGD stays far behind');
    for (const shown of ['10.0', '45.6', '92.0', '93.4', '50.0', '✗'])
      expect(svg).toContain(`>${shown}<`);
    expect(svg.match(/>▼</g)).toHaveLength(2);
    expect(svg.match(/stroke-width="2.6"/g)).toHaveLength(1);
  });

  it('become PNG', async () => {
    const [picture] = await pictures(results[4]);
    const png = await toPng(picture.svg, { width: 320 });
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(0), view.getUint32(16)]).toEqual([0x89504e47, 320]);
  });
});

describe('moveApart', () => {
  it('keeps the order and the distance, near the wanted places and inside', () => {
    expect(moveApart([50, 52, 10, 51], 15, 0, 100)).toEqual([50, 80, 10, 65]);
    const placed = [...moveApart([99, 98, 97], 15, 0, 100)];
    expect(placed).toEqual([100, 85, 70]);
  });
});

describe('toPage', () => {
  it('shows the raw numbers in tables, pictures with names, and asks nothing of the network', async () => {
    const html = await toPage(results, { title: 'All <of> it' });
    const { document } = parseHTML(html);
    expect(document.querySelector('html')?.getAttribute('lang')).toBe('en');
    expect(document.querySelector('h1')?.textContent).toBe('All <of> it');
    expect(document.querySelectorAll('script, link, img, iframe')).toHaveLength(0);
    expect(html).not.toMatch(/(src|href)="https?:/);
    const sections = [...document.querySelectorAll('section')];
    expect(sections).toHaveLength(results.length);
    const [sweep] = results as readonly [lab.Sweep];
    const rows = [...sections[0].querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(sweep.standings.length);
    rows.forEach((row, i) => {
      const numbers = [...row.querySelectorAll('td')].map((cell) =>
        cell.getAttribute('data-value'),
      );
      const { learningRate, final, runs, diverged } = sweep.standings[i];
      expect(Number(numbers[0])).toBe(learningRate);
      if (final) expect(Number(numbers[1])).toBe(final.mean);
      expect([Number(numbers[4]), Number(numbers[5])]).toEqual([runs, diverged]);
    });
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const named = [...document.querySelectorAll('[aria-labelledby]')].flatMap((element) =>
      (element.getAttribute('aria-labelledby') ?? '').split(' '),
    );
    for (const id of named) expect(ids.filter((each) => each === id)).toHaveLength(1);
  });
});

describe('writeReport', () => {
  it('writes a page, pictures and raw numbers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tsuno-report-'));
    try {
      const [sweep, , , paths] = results;
      const written = await writeReport({ sweep, paths }, folder, { png: true });
      expect(written[0]).toBe(join(folder, 'report.html'));
      expect(readdirSync(folder).sort()).toEqual(
        [
          'report.html',
          'sweep.json',
          'sweep.csv',
          'paths.json',
          'paths.csv',
          'paths-paths.svg',
          'paths-paths.png',
          ...['learning-rates', 'working-windows', 'learning-curves'].flatMap((name) => [
            `sweep-${name}.svg`,
            `sweep-${name}.png`,
          ]),
        ].sort(),
      );
      expect(readFileSync(join(folder, 'sweep.json'), 'utf8')).toBe(lab.toJson(sweep));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a folder that is none', async () => {
    await expect(writeReport({}, '')).rejects.toThrow('folder must be a path, got ""');
  });

  it.each(['../sweep', 'a/b', 'a\\b', '..', ''])(
    'refuses the name %j, and writes nothing',
    async (name) => {
      const folder = join(tmpdir(), 'tsuno-no-report');
      const written = writeReport({ [name]: results[0] }, folder);
      await expect(written).rejects.toThrow('must be plain file names');
      expect(existsSync(folder)).toBe(false);
    },
  );
});

describe('Something that is no result', () => {
  it.each([undefined, null, 3, {}, [], { kind: 'swep' }, optimizers.Adam()])(
    'is refused (%#)',
    async (wrong) => {
      await expect(pictures(wrong as never)).rejects.toThrow(OptionError);
      await expect(toPage([wrong] as never)).rejects.toThrow(OptionError);
      await expect(writeReport({ wrong } as never, 'nowhere')).rejects.toThrow(OptionError);
      expect(existsSync('nowhere')).toBe(false);
    },
  );
});

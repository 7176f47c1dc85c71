import { stripVTControlCharacters } from 'node:util';
import { downloadProgress } from '../../src/mnist/download-progress.ts';
import { outputInto } from './small-mnist.ts';

/** What a terminal shows, a drawn line each, without its colours. */
function lines(printed: readonly string[]): readonly string[] {
  return stripVTControlCharacters(printed.join('')).split(/[\r\n]+/);
}

describe('downloadProgress', () => {
  it('draws one bar over all files on a terminal', () => {
    const printed: string[] = [];
    const progress = downloadProgress(3_000_000, 1, outputInto(printed, true));
    progress.at(1_000_000);
    progress.fileDone('a', 2_000_000, 'http://mirror/');
    progress.at(1_000_000);
    progress.fileDone('b', 1_000_000, 'http://mirror/');
    progress.end();
    const bar = '━'.repeat(20);
    const shown = lines(printed);
    expect(shown[0]).toBe('mnist.load: downloading 3.0 MB, once');
    expect(shown[1]).toBe(`1.0/3.0 MB ${bar} 0s`);
    expect(shown.at(-2)).toBe(`3.0/3.0 MB ${bar} 0s`);
    expect(printed[1]).toContain(`\u001b[32m${'━'.repeat(6)}\u001b[0m`);
    expect(printed.at(-1)).toBe('\n');
  });

  it('redraws ten times a second at most', () => {
    const printed: string[] = [];
    const progress = downloadProgress(1e6, 1, outputInto(printed, true));
    for (let bytes = 0; bytes < 1000; bytes++) progress.at(bytes);
    expect(printed.length).toBeLessThan(5);
  });

  it('writes plain lines elsewhere, on a narrow terminal, and with verbose 2', () => {
    const outputs: [1 | 2, ReturnType<typeof outputInto>][] = [];
    const all: string[][] = [[], [], []];
    outputs.push([1, outputInto(all[0])]);
    outputs.push([1, { ...outputInto(all[1], true), columns: 30 }]);
    outputs.push([2, outputInto(all[2], true)]);
    for (const [verbose, output] of outputs) {
      const progress = downloadProgress(1_500_000, verbose, output);
      progress.at(1_000_000);
      progress.fileDone('a.gz', 1_500_000, 'http://mirror/');
      progress.end('kept nowhere');
    }
    const expected = [
      'mnist.load: downloading 1.5 MB, once\n',
      'a.gz: 1.5 MB from http://mirror/ (0s)\n',
      'mnist.load: kept nowhere\n',
    ];
    expect(all).toEqual([expected, expected, expected]);
  });

  it('is silent with verbose 0, and where nothing is to come', () => {
    const printed: string[] = [];
    for (const progress of [
      downloadProgress(10, 0, outputInto(printed, true)),
      downloadProgress(0, 1, outputInto(printed, true)),
    ]) {
      progress.at(10);
      progress.fileDone('a', 10, 'http://mirror/');
      progress.end('kept nowhere');
    }
    expect(printed).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bold, progressBar, showDuration, standardOutput } from '../src/index.ts';

const green = (count: number) => `\u001b[32m${'━'.repeat(count)}\u001b[0m`;
const white = (count: number) => `\u001b[37m${'━'.repeat(count)}\u001b[0m`;

describe('progressBar', () => {
  it('fills ⌊20·share⌋ of twenty columns in green', () => {
    expect(progressBar(0)).toBe(white(20));
    expect(progressBar(1 / 3)).toBe(green(6) + white(14));
    expect(progressBar(0.999)).toBe(green(19) + white(1));
    expect(progressBar(1)).toBe(green(20));
  });

  it('stays within its twenty columns', () => {
    expect(progressBar(-1)).toBe(white(20));
    expect(progressBar(7)).toBe(green(20));
  });
});

describe('bold', () => {
  it('is switched on and off again', () => {
    expect(bold('3/3')).toBe('\u001b[1m3/3\u001b[0m');
  });
});

describe('showDuration', () => {
  it.each([
    [0, '0s'],
    [7.9, '7s'],
    [60, '60s'],
    // As in Keras the border is at 60 seconds exactly.
    [60.5, '1:00'],
    [125, '2:05'],
    [3600, '60:00'],
    [3600.5, '1:00:00'],
    [3609, '1:00:09'],
    [36_000 + 23 * 60 + 4, '10:23:04'],
  ])('shows %d seconds as %s', (seconds, text) => {
    expect(showDuration(seconds)).toBe(text);
  });
});

describe('standardOutput', () => {
  it("writes to Node's standard output", () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      standardOutput().write('a line\n');
      expect(write).toHaveBeenCalledWith('a line\n');
    } finally {
      write.mockRestore();
    }
  });

  it('writes to the console where there is no standard output, without a second line end', () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    const stream = jest.spyOn(process, 'stdout', 'get').mockReturnValue(undefined as never);
    try {
      const output = standardOutput();
      output.write('a line\n');
      expect(log).toHaveBeenCalledWith('a line');
      expect([output.isTerminal, output.columns]).toEqual([false, 80]);
    } finally {
      stream.mockRestore();
      log.mockRestore();
    }
  });

  it('does not end the program when nobody reads what it writes', () => {
    const program = `
      require('ts-node/register');
      const { standardOutput } = require(${JSON.stringify(join(__dirname, '../src/index.ts'))});
      const output = standardOutput();
      let lines = 0;
      const timer = setInterval(() => {
        output.write('line\\n');
        if (++lines === 20) { clearInterval(timer); console.error('the end'); }
      }, 10);`;
    const { stderr } = spawnSync('sh', ['-c', `node -e "$PROGRAM" | head -1`], {
      cwd: join(__dirname, '..', '..', '..'),
      env: { ...process.env, PROGRAM: program },
      encoding: 'utf8',
    });
    expect(stderr).toBe('the end\n');
  });

  it('listens for a broken output once, however much it writes', () => {
    const output = standardOutput();
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      output.write('a');
      const before = process.stdout.listenerCount('error');
      for (let line = 0; line < 20; line++) output.write('b');
      expect(before).toBeGreaterThan(0);
      expect(process.stdout.listenerCount('error')).toBe(before);
    } finally {
      write.mockRestore();
    }
  });
});

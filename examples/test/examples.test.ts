import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Runs an example as a user does, and gives what it prints. */
function run(
  example: string,
  ...flags: string[]
): { output: string; error: string; status: number | null } {
  const file = join(ROOT, 'examples', example);
  const { stdout, stderr, status } = spawnSync('npx', ['ts-node', file, ...flags], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  return { output: stdout, error: stderr, status };
}

const numbers = (text: string) => (text.match(/-?\d+\.\d+/g) ?? []).map(Number);

describe('npm run mnist', () => {
  it('reaches a test accuracy of 0.88 in ten epochs at the lecture’s settings', () => {
    const { output, status } = run('mnist/train.ts', '--epochs', '10');
    expect(status).toBe(0);
    expect(output).toContain('Total params: 20,175 (78.81 KB)');
    expect(output).not.toContain('\u001b');
    const last = output.trim().split('\n').at(-1) ?? '';
    expect(last).toMatch(/^test accuracy 0\.\d{4} · test loss \d\.\d{4} · 10 epochs in \d+\.\d s$/);
    expect(numbers(last)[0]).toBeGreaterThanOrEqual(0.88);
  });

  it('runs the lecture’s hundred epochs by default', () => {
    const { output } = run('mnist/train.ts');
    const last = output.trim().split('\n').at(-1) ?? '';
    expect(last).toMatch(/ · 100 epochs in \d+\.\d s$/);
    expect(numbers(last)[0]).toBeGreaterThanOrEqual(0.9);
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const losses = (seed: string) =>
      run('mnist/train.ts', '--epochs', '1', '--seed', seed).output.match(
        /loss: [\d.]+|test loss [\d.]+/g,
      );
    const first = losses('5');
    expect(first).toHaveLength(2);
    expect(losses('5')).toEqual(first);
    expect(losses('6')).not.toEqual(first);
  });

  it('explains itself, and what is wrong with a flag', () => {
    expect(run('mnist/train.ts', '--help').output).toMatch(/--learning-rate 0\.001\s+alpha/);
    const { error, status } = run('mnist/train.ts', '--epochs', 'many');
    expect(status).toBe(2);
    expect(error).toContain('--epochs takes a number, got "many"');
    const refused = run('mnist/train.ts', '--optimizer', 'adams');
    expect(refused.status).toBe(1);
    expect(refused.error).toBe('--optimizer takes adam or sgd, got "adams".\n');
  });
});

describe('A saved model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-saved-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on training where it was saved, as if it had not been', () => {
    const file = join(folder, 'mnist.keras');
    const result = (...flags: string[]) =>
      run('mnist/train.ts', ...flags).output.match(/test accuracy \S+ · test loss \S+/)?.[0];
    const whole = result('--epochs', '2');
    expect(result('--epochs', '1', '--save', file)).not.toBe(whole);
    expect(result('--epochs', '1', '--load', file)).toBe(whole);
    const { error, status } = run('mnist/train.ts', '--load', join(folder, 'none.keras'));
    expect(status).toBe(1);
    expect(error).toContain('there is no such file');
  });

  it('reads a digit in another process', () => {
    const file = join(folder, 'digits.keras');
    const trained = run('save-and-load/train.ts', '--epochs', '5', '--out', file);
    expect(trained.output).toContain(`Saved as ${file}`);
    const { output, status } = run('save-and-load/predict.ts', '--model', file, '--digit', '1');
    expect(status).toBe(0);
    const [, read, digit] = /The model reads (\d); the digit is (\d)\./.exec(output) ?? [];
    expect(read).toBe(digit);
  });
});

describe('npm run compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-compare-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('sweeps in workers and writes a page, pictures and the raw numbers', () => {
    const flags = ['--optimizers', 'sgd, ADAM', '--rates', '0.01,1', '--epochs', '2'];
    const { output, status } = run('compare/compare.ts', ...flags, '--seeds', '1', '--out', folder);
    expect(status).toBe(0);
    expect(output).toContain('SGD, Adam at 2 rates with 1 seed, 2 epochs each');
    expect(output).toMatch(/• Adam (reached|did not reach) 90.0 % test accuracy/);
    expect(output).toMatch(/5 of 5 runs in \d+ s\. \d+ files; open .*report\.html/);
    const files = readdirSync(folder);
    expect(files).toEqual(
      expect.arrayContaining([
        'report.html',
        'sweep.csv',
        'sweep.json',
        'sweep-learning-rates.svg',
      ]),
    );
    const { runs } = JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8'));
    const csv = readFileSync(join(folder, 'sweep.csv'), 'utf8').trim().split('\r\n');
    expect(csv).toHaveLength(1 + 2 * runs.length);
    const [first] = runs;
    expect(first).toMatchObject({ optimizer: 'SGD', learningRate: 0.01, seed: 1, diverged: null });
  });

  it.each([
    [['--optimizers', 'adams'], 'names with commas between (batch gradient descent, SGD, '],
    [['--rates', '0.1,-1'], '--rates takes positive numbers with commas between'],
    [['--epochs', '0'], '--epochs takes a whole number from 1 to 1000, got 0'],
    [['--epochs', 'x'], '--epochs takes a number, got "x"'],
    [['--rate', '1'], "Unknown option '--rate'"],
  ])('says what is wrong with %j', (flags, message) => {
    const { error, status } = run('compare/compare.ts', ...flags);
    expect(status).toBe(2);
    expect(error).toContain(message);
  });

  it('carries on when nobody reads its output any more, and leaves its report', () => {
    const out = join(folder, 'unread');
    const flags = `--optimizers SGD --rates 0.01 --epochs 1 --seeds 1 --out "${out}"`;
    const file = join(ROOT, 'examples', 'compare', 'compare.ts');
    // The reader is gone before the first line is written.
    const { stderr, stdout } = spawnSync(
      'sh',
      ['-c', `{ sleep 1; npx ts-node "${file}" ${flags}; echo "status $?" >&2; } | true`],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'error' } },
    );
    expect(stdout).toBe('');
    expect(stderr.trim()).toBe('status 0');
    expect(readdirSync(out)).toContain('report.html');
  });

  it('refuses a folder that can never be made', () => {
    const { error, status } = run('compare/compare.ts', '--out', '/proc/tsuno/report');
    expect(status).toBe(2);
    expect(error).toContain('--out: a report cannot be written to ');
  });

  it('explains itself', () => {
    const { output } = run('compare/compare.ts', '--help');
    for (const flag of ['data', 'optimizers', 'rates', 'epochs', 'seeds', 'out', 'png', 'help']) {
      expect(output).toContain(`--${flag}`);
    }
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('The other examples', () => {
  it('gradient-descent-vs-adam finds the window of each', () => {
    const { output, status } = run('gradient-descent-vs-adam/compare.ts');
    expect(status).toBe(0);
    expect(output.match(/^(gradient descent|Adam) +[\d.e-]+ +0\.\d+/gm)).toHaveLength(10);
    expect(output).toMatch(/• gradient descent .*0\.01, lies below.* tuning gains /);
    expect(output).toMatch(
      /• Adam is about as good as its best from 0\.001 to 0\.01 .* lies inside: tuning gains little/,
    );
    expect(output).toContain('Nobody is clearly best at every rate');
  });

  it('custom-training-loop learns', () => {
    const { output, status } = run('custom-training-loop/train.ts', '--epochs', '1');
    expect(status).toBe(0);
    expect(output).toMatch(/^epoch 1 · 250 steps · test accuracy 0\.8/);
  });

  it('wine tells who grew it, on wines that it has not seen', () => {
    const { output, status } = run('wine/train.ts');
    expect(status).toBe(0);
    expect(output).toMatch(
      / predicted\ntrue +grower A +grower B +grower C\ngrower A +\d+ +\d+ +\d+\n/,
    );
    const rows = output.match(/^grower [ABC] +\d+ +\d+ +\d+$/gm) ?? [];
    const counts = rows.map((row) => row.split(/ +/).slice(2).map(Number));
    // A quarter of 178, in the classes' shares.
    expect(counts.map((row) => row.reduce((a, b) => a + b))).toEqual([15, 18, 12]);
    const right = counts.reduce((sum, row, k) => sum + row[k], 0);
    expect(right / 45).toBeGreaterThanOrEqual(0.9);
    expect(output).toContain(`accuracy on 45 wines held back: ${right / 45}`);
    expect(run('wine/train.ts').output).toBe(output);
  });

  it('linear-regression arrives at the closed form', () => {
    const [w, b, bestW, bestB] = numbers(
      run('linear-regression/train.ts', '--epochs', '400').output,
    );
    expect(w).toBeCloseTo(bestW, 3);
    expect(b).toBeCloseTo(bestB, 3);
  });

  it('logistic-regression arrives at the optimum', () => {
    const lines = run('logistic-regression/train.ts').output.split('\n');
    expect(numbers(lines[0])).toHaveLength(4);
    numbers(lines[0]).forEach((value, i) => {
      expect(value).toBeCloseTo(numbers(lines[1])[i], 2);
    });
  });
});

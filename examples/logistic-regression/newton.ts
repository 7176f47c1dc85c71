/**
 * The optimum of logistic regression by Newton's method: w ← w − H⁻¹g with g = Σ(p − y)x and H = Σ p(1 − p)xxᵀ.
 * A column of ones stands for the bias, which comes last.
 */
export function newton(rows: readonly (readonly number[])[], y: readonly number[]) {
  const x = rows.map((row) => [...row, 1]);
  const chance = (row: readonly number[], w: readonly number[]) =>
    1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * w[j], 0)));
  let weights = x[0].map(() => 0);
  for (let step = 0; step < 20; step++) {
    const p = x.map((row) => chance(row, weights));
    const gradient = weights.map((_, j) =>
      x.reduce((sum, row, i) => sum + (p[i] - y[i]) * row[j], 0),
    );
    const hessian = weights.map((_, j) =>
      weights.map((__, k) =>
        x.reduce((sum, row, i) => sum + p[i] * (1 - p[i]) * row[j] * row[k], 0),
      ),
    );
    const move = solve(hessian, gradient);
    weights = weights.map((weight, j) => weight - move[j]);
  }
  const losses = x.map(
    (row, i) => -Math.log(y[i] === 1 ? chance(row, weights) : 1 - chance(row, weights)),
  );
  return { weights, loss: losses.reduce((sum, value) => sum + value, 0) / x.length };
}

/** Gaussian elimination; a Hessian is positive definite, so no pivoting is needed. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      rows[row] = rows[row].map((value, k) => value - factor * rows[column][k]);
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

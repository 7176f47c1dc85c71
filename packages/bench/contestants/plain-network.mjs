/** A network of dense layers with softmax cross-entropy and Adam, by hand. Matrices are row-major. */

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

/** Each takes the outputs; the derivative is multiplied onto `slopes`. */
const ACTIVATIONS = {
  sigmoid: {
    forward(values) {
      for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
    },
    backward(values, slopes) {
      for (let i = 0; i < values.length; i++) slopes[i] *= values[i] * (1 - values[i]);
    },
  },
  tanh: {
    forward(values) {
      for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]);
    },
    backward(values, slopes) {
      for (let i = 0; i < values.length; i++) slopes[i] *= 1 - values[i] * values[i];
    },
  },
  relu: {
    forward(values) {
      for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
    },
    backward(values, slopes) {
      for (let i = 0; i < values.length; i++) if (values[i] <= 0) slopes[i] = 0;
    },
  },
};

/** Gives a function that trains on one batch and returns its mean loss. */
export function plainNetwork({ inputs, units, activation, batch, weights, LEARNING_RATE }) {
  const { forward, backward } = ACTIVATIONS[activation];
  const params = weights.map((values) => values.slice());
  const zeros = () => params.map(({ length }) => new Float32Array(length));
  const [grads, means, squares] = [zeros(), zeros(), zeros()];
  const values = units.map((size) => new Float32Array(batch * size));
  const slopes = units.map((size) => new Float32Array(batch * size));
  const widths = [inputs, ...units];
  const last = units.length - 1;
  let [power1, power2] = [1, 1];
  return ({ x, labels }) => {
    for (let layer = 0; layer <= last; layer++) {
      const [from, to] = [widths[layer], widths[layer + 1]];
      const input = layer === 0 ? x : values[layer - 1];
      affine(input, params[2 * layer], params[2 * layer + 1], values[layer], batch, from, to);
      if (layer < last) forward(values[layer]);
    }
    const loss = crossentropy(values[last], labels, slopes[last], batch, units[last]);
    for (let layer = last; layer >= 0; layer--) {
      const [from, to] = [widths[layer], widths[layer + 1]];
      const input = layer === 0 ? x : values[layer - 1];
      weightSlopes(input, slopes[layer], grads[2 * layer], grads[2 * layer + 1], batch, from, to);
      if (layer === 0) break;
      inputSlopes(slopes[layer], params[2 * layer], slopes[layer - 1], batch, from, to);
      backward(values[layer - 1], slopes[layer - 1]);
    }
    power1 *= BETA1;
    power2 *= BETA2;
    const alpha = (LEARNING_RATE * Math.sqrt(1 - power2)) / (1 - power1);
    params.forEach((param, i) => {
      adam(param, grads[i], means[i], squares[i], alpha);
    });
    return loss;
  };
}

/** y = x·w + b */
function affine(x, w, b, y, rows, from, to) {
  for (let r = 0; r < rows; r++) {
    const out = y.subarray(r * to, (r + 1) * to);
    out.set(b);
    for (let k = 0; k < from; k++) {
      const factor = x[r * from + k];
      for (let c = 0; c < to; c++) out[c] += factor * w[k * to + c];
    }
  }
}

/** Mean loss; slopes = (softmax(z) − one-hot) / rows */
function crossentropy(z, labels, slopes, rows, classes) {
  let total = 0;
  for (let r = 0; r < rows; r++) {
    const at = r * classes;
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) most = Math.max(most, z[at + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      slopes[at + c] = Math.exp(z[at + c] - most);
      sum += slopes[at + c];
    }
    for (let c = 0; c < classes; c++) slopes[at + c] /= sum * rows;
    slopes[at + labels[r]] -= 1 / rows;
    total += Math.log(sum) + most - z[at + labels[r]];
  }
  return total / rows;
}

/** dw = xᵀ·dy, db = the sum of the rows of dy */
function weightSlopes(x, dy, dw, db, rows, from, to) {
  dw.fill(0);
  db.fill(0);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < from; k++) {
      const factor = x[r * from + k];
      for (let c = 0; c < to; c++) dw[k * to + c] += factor * dy[r * to + c];
    }
    for (let c = 0; c < to; c++) db[c] += dy[r * to + c];
  }
}

/** dx = dy·wᵀ */
function inputSlopes(dy, w, dx, rows, from, to) {
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < from; k++) {
      let sum = 0;
      for (let c = 0; c < to; c++) sum += dy[r * to + c] * w[k * to + c];
      dx[r * from + k] = sum;
    }
  }
}

function adam(param, grad, mean, square, alpha) {
  for (let i = 0; i < param.length; i++) {
    const g = grad[i];
    mean[i] += (g - mean[i]) * (1 - BETA1);
    square[i] += (g * g - square[i]) * (1 - BETA2);
    param[i] -= (alpha * mean[i]) / (Math.sqrt(square[i]) + EPSILON);
  }
}

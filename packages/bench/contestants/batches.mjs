/** How those that run their own loop see the data: prepared once, in batches, so that gathering costs them nothing. */
export function batchesOf({ x, y, inputs, units, batch, steps }) {
  const classes = units.at(-1);
  return Array.from({ length: steps }, (_, step) => {
    const labels = y.subarray(step * batch, (step + 1) * batch);
    const oneHot = new Float32Array(batch * classes);
    labels.forEach((label, row) => {
      oneHot[row * classes + label] = 1;
    });
    return { x: x.subarray(step * batch * inputs, (step + 1) * batch * inputs), labels, oneHot };
  });
}

/** Goes round the batches; `take(batch)` is one step. */
export function loopOver(batches, take) {
  let next = 0;
  return (steps) => {
    let last;
    for (let i = 0; i < steps; i++) {
      last = take(batches[next]);
      next = (next + 1) % batches.length;
    }
    return last;
  };
}

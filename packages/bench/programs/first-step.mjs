/** A cold start: imports the built package, builds the lecture's network and trains one batch. */
const { layers, losses, optimizers, Sequential } = await import('tsuno');
const imported = performance.now();
const rows = Array.from({ length: 32 }, (_, row) =>
  Float32Array.from({ length: 784 }, (_, i) => ((row + i) % 9) / 9),
);
const labels = Int32Array.from({ length: 32 }, (_, row) => row % 10);
const model = new Sequential([
  layers.Dense({ units: 25, activation: 'sigmoid' }),
  layers.Dense({ units: 15, activation: 'sigmoid' }),
  layers.Dense({ units: 10, activation: 'linear' }),
]);
model.compile({
  optimizer: optimizers.Adam({ learningRate: 1e-3 }),
  loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
});
await model.fit(rows, labels, { verbose: 0 });
// performance.now() counts from the start of the process.
console.log(`@@${JSON.stringify({ imported, trained: performance.now() })}`);

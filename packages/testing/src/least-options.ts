/** The least options of factories that cannot do without. */
export const LEAST_OPTIONS: Readonly<Record<string, object>> = {
  BackupAndRestore: { backupDir: 'backup' },
  ModelCheckpoint: { filepath: 'model.keras' },
  Dense: { units: 3 },
  Input: { shape: [3] },
  Activation: { activation: 'relu' },
  threshold: { threshold: 0.5, defaultValue: 0 },
  Dropout: { rate: 0.5 },
  GaussianDropout: { rate: 0.5 },
  GaussianNoise: { stddev: 0.1 },
  Rescaling: { scale: 0.5 },
  Reshape: { targetShape: [3, 1] },
  CosineDecay: { initialLearningRate: 0.1, decaySteps: 10 },
  CosineDecayRestarts: { initialLearningRate: 0.1, firstDecaySteps: 10 },
  ExponentialDecay: { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 },
  InverseTimeDecay: { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 },
  PiecewiseConstantDecay: { boundaries: [1], values: [0.1, 0.01] },
  PolynomialDecay: { initialLearningRate: 0.1, decaySteps: 10 },
  MeanIoU: { numClasses: 2 },
  CSVLogger: { write: () => {} },
  // Its first argument is the schedule itself.
  LearningRateScheduler: () => 0.1,
  IoU: { numClasses: 2, targetClassIds: [1] },
};

/** What a factory makes with the least options that it can do with. */
export function makeLeast<Made>(name: string, factory: (options?: object) => Made): Made {
  try {
    return factory(...(LEAST_OPTIONS[name] === undefined ? [] : [LEAST_OPTIONS[name]]));
  } catch (error) {
    throw new Error(
      `${name} cannot be made from ${JSON.stringify(LEAST_OPTIONS[name] ?? {})}: give the least options that it needs to LEAST_OPTIONS in packages/testing/src/least-options.ts. It says: ${(error as Error).message}`,
    );
  }
}

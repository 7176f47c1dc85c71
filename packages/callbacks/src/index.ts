export { BackupAndRestore, type BackupAndRestoreOptions } from './backup-and-restore.ts';
export { CSVLogger, type CSVLoggerOptions } from './csv-logger.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
export { LambdaCallback } from './lambda-callback.ts';
export {
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
} from './learning-rate-scheduler.ts';
export { ModelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint.ts';
export type { MonitorOptions } from './monitor.ts';
export { ProgbarLogger, type ProgbarLoggerOptions } from './progbar-logger.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
export { TerminateOnNaN, type TerminateOnNaNOptions } from './terminate-on-nan.ts';

/**
 * What a page that neither opens a model nor goes on with a run is not sent: loaded as one with the first need, because
 * each piece that is loaded apart costs the rest some of its compression.
 */
export { loadWeights, openModel } from './open-model.ts';
export { RunBackups } from './resume/run-backups.ts';
export { restoreModel, restoreStates } from './resume/take-up.ts';

export { loadBackup, removeBackup, saveBackup } from './backup/backup.ts';
export type { Budget, FileFormat, FileLayer, FileWeight, FileWeights, Reading } from './format.ts';
export type { NamedBytes, OpenSource, OpenTarget } from './places/place.ts';
export { load, loadWeights, save, saveWeights } from './saver.ts';

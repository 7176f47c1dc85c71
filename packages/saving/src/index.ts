export { loadBackup, removeBackup, saveBackup } from './backup/backup.ts';
export type { Budget, FileFormat, FileLayer, FileWeight, FileWeights, Reading } from './format.ts';
export { type FromKerasOptions, fromKerasJson, kerasLayerGroups } from './keras/from-keras-json.ts';
export { kerasJsonText, toKerasJson } from './keras/to-keras-json.ts';
export type { NamedBytes, OpenSource, OpenTarget } from './places/place.ts';
export { load, loadWeights, requireSavable, save, saveWeights } from './saver.ts';

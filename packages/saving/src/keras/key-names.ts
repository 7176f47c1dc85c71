/** `learning_rate` → `learningRate`, `beta_1` → `beta1`. */
export function camelCase(key: string): string {
  return key.replace(/(?<=[^_])_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `learningRate` → `learning_rate`, `sparseYTrue` → `sparse_y_true`. */
export function snakeKey(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What spellings of one name have in common: those of `hardSigmoid`, `hard_sigmoid` and `HardSigmoid` are the same. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

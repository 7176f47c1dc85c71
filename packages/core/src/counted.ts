/** A number of things as a sentence says it: `counted(1, 'row')` is `1 row`, `counted(2, 'class', 'classes')` is `2 classes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

import { UnsupportedError } from '@tsuno/core';

/** Who writes what: what errors and warnings begin with. */
export interface Writing {
  readonly who: string;
  readonly fileName: string;
  /** Things of a training that TensorFlow.js cannot go on with, in words; they are told all at once. */
  readonly lost: string[];
}

/** What would make TensorFlow.js predict something else is refused. */
export function refuse({ who, fileName }: Writing, what: string): never {
  throw new UnsupportedError(
    `${who}: ${fileName}: TensorFlow.js ${what}. Save it as .keras, or change the model.`,
  );
}

/** Says what was lost, once. The file holds it for Tsuno all the same. */
export function tellLost({ who, fileName, lost }: Writing): void {
  if (lost.length === 0) return;
  console.warn(
    `${who}: ${fileName}: TensorFlow.js predicts the same, but does not train the same: ${lost.join('; ')}. Tsuno goes on from the file as from any other.`,
  );
}

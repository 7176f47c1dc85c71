import type { FileFormat } from './format.ts';

/** All formats; the first whose beginning fits takes bytes without a name. */
export const FORMATS: readonly FileFormat[] = [];

import type { FileFormat } from './format.ts';
import { SAFETENSORS } from './safetensors/safetensors.ts';

/** All formats; the first whose beginning fits takes bytes without a name. */
export const FORMATS: readonly FileFormat[] = [SAFETENSORS];

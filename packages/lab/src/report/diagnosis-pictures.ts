import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Drawing } from './drawing.ts';
import type { Picture } from './picture.ts';

export function diagnosisPictures(_drawing: Drawing, _diagnosis: Diagnosis): readonly Picture[] {
  return [];
}

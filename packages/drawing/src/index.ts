/** Pictures, pages and reports of what `lab` finds out. Kept apart from `tsuno`, which draws nothing. */
export { type PageOptions, toPage } from './page.ts';
export type { Picture } from './picture.ts';
export { pictures } from './pictures.ts';
export { toPng } from './png.ts';
export { type ReportOptions, writeReport } from './write-report.ts';

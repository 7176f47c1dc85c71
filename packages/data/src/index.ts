export type { FileSource } from '@tsuno/models';

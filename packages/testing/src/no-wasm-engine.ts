import { tfjsEngine } from '@tsuno/engine-tfjs';

/** Stands in the place of the compiled engine where a test runs on the reference engine alone. */
export const wasmEngine = tfjsEngine;

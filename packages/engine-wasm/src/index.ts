export { wasmEngine } from './wasm-engine.ts';

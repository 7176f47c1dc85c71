export * from '@tsuno/engine-wasm';

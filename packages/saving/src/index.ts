export { loadHdf5 } from './library/h5wasm.ts';

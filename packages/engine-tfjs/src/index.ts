export { tfjsEngine } from './tfjs-engine.ts';

import './gradients.ts';

export { tfjsEngine } from './tfjs-engine.ts';

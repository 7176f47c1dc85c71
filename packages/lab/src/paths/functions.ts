export { bowl, rosenbrock, surface } from './surface.ts';

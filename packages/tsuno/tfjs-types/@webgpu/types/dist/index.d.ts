/**
 * All that tfjs-core's declarations need of WebGPU. The package that they name declares all of it, and so does
 * TypeScript's own library since 6.0: both together are refused where the declarations of libraries are checked.
 */
interface GPUBuffer {
  readonly size: number;
}

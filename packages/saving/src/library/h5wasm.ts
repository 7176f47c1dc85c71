/** The part of the library that is used here. */
export type Hdf5 = typeof import('h5wasm').default;

/** HDF5 as the HDF Group's own library, compiled to WebAssembly: four megabytes, loaded with the first such file. */
export async function loadHdf5(): Promise<Hdf5> {
  const { default: module } = await import('#h5wasm');
  // Where sources run as CommonJS this is still a promise of the module.
  const hdf5 = await module;
  await hdf5.ready;
  return hdf5;
}

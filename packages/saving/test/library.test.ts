import { loadHdf5 } from '../src/library/h5wasm.ts';
import { loadZip } from '../src/library/zip.ts';

describe('libraries', () => {
  it('load when asked for', async () => {
    const hdf5 = await loadHdf5();
    const { FS } = await hdf5.ready;
    const file = new hdf5.File('x.h5', 'w');
    file.create_dataset({ name: 'a', data: Float32Array.of(1, 2, 3) });
    file.close();
    expect(FS.readFile('x.h5').length).toBeGreaterThan(100);
    expect(typeof (await loadZip()).ZipReader).toBe('function');
  });
});

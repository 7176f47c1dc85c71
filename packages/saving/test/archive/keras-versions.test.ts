import { DataError, UnsupportedError } from '../../../core/src/index.ts';
import { membersOf } from '../../../testing/fuzz/damage-archive.ts';
import { layers, loadModel, Sequential } from '../../../tsuno/src/index.ts';
import { writeStored } from '../../src/archive/write-stored.ts';
import { files } from '../memory-places.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

/** An archive with this metadata; null for none. */
async function openedWith(metadata: unknown) {
  const model = new Sequential([layers.Dense({ units: 2, activation: 'hardSigmoid' })]);
  model.build([null, 3]);
  await model.save('a.keras');
  const bytes = new TextEncoder().encode(JSON.stringify(metadata));
  const members = membersOf(files.get('a.keras') as Uint8Array).flatMap((member) => {
    if (member.name !== 'metadata.json') return [member];
    return metadata === null ? [] : [{ ...member, bytes }];
  });
  files.set('a.keras', writeStored('test', members));
  return loadModel('a.keras');
}

describe('The version in an archive', () => {
  it.each(['2.12.0', '2.15.0'])(
    '%s says that hard_sigmoid is another function',
    async (keras_version) => {
      const opened = openedWith({ keras_version });
      await expect(opened).rejects.toThrow(UnsupportedError);
      await expect(opened).rejects.toThrow(/the hard_sigmoid of Keras 2/);
    },
  );

  it.each([{ keras_version: '3.0.0' }, {}, null])('%j takes it as ours', async (metadata) => {
    const { config } = (await openedWith(metadata)).toJSON();
    expect(config.layers[0].config.activation).toMatchObject({ kind: 'hardSigmoid' });
  });

  it.each<[unknown]>([[{ keras_version: 2.15 }], [{ keras_version: ['2.15.0'] }], [7], [[]]])(
    '%j is refused',
    async (metadata) => {
      const opened = openedWith(metadata);
      await expect(opened).rejects.toThrow(DataError);
      await expect(opened).rejects.toThrow(/metadata.json in .* must have a version/);
    },
  );
});

import type { FileFormat, FileWeights, Reading } from '../format.ts';
import {
  checkedByLine,
  LINE_FOLLOWS,
  requireNoLostLine,
  withChecksumLine,
} from './checksum-line.ts';
import { readHdf5 } from './read-hdf5.ts';
import { fileWeights } from './read-weights.ts';
import { writeWeights } from './write-weights.ts';

/** `\x89HDF\r\n\x1a\n` */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

const LINE = { [LINE_FOLLOWS]: 'crc32' };

/** Keras 3's file of weights. */
export const WEIGHTS_H5: FileFormat = {
  name: 'a Keras weights file',
  ending: '.weights.h5',
  begins: (bytes) => SIGNATURE.every((byte, index) => bytes[index] === byte),
  weights: {
    async write(_who, model, fileName) {
      return [{ name: fileName, bytes: withChecksumLine(await writeWeights(model, LINE)) }];
    },
    async read(reading: Reading, layout): Promise<FileWeights> {
      const name = { who: reading.who, file: reading.source.name };
      const bytes = await reading.source.bytes(reading.budget.maxBytes);
      const { inside, hasLine } = checkedByLine(name, bytes);
      return readHdf5(name, inside, (file) => {
        if (!hasLine) requireNoLostLine(name, file);
        return fileWeights(reading, file, layout);
      });
    },
  },
};

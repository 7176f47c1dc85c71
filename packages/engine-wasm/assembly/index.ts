/**
 * The structural kernels of the compiled engine. A matrix of R rows and C columns is stored in panels ("P4"): ceil(C/4)
 * panels of R rows × 4 floats, R a multiple of 4. So a row of a panel is one vector, every 4 × 4 block is one line of 64
 * bytes, and X·W and Xᵀ·Y read their operands in the same way. All addresses are in bytes.
 *
 * Columns beyond C and rows beyond the batch ("pads") may hold anything, NaN included: what adds along rows or columns
 * never looks at them. So nothing has to be known of the functions that have been at work on a matrix. Sums down the
 * rows take the first `count`; sums along a row leave out the last lanes.
 */

// Products of matrices in panels: tiles of 4 × 8 numbers stay in registers.
export { matmul, matmulTransposed, transpose } from './products';

// Products that visit only the blocks of X in which there is a number: `pack` lists them.
export { matmulBlocks, matmulTransposedBlocks } from './block-products';

// Rows into panels and out of them, and their pads.
export { pack, unpack, oneHot, copy } from './panels';

// Sums over matrices.
export { sumRows, sumNumbers, sumOfSquares } from './sums';

// Random numbers that have places.
export { uniforms } from './random';

// Maps with a number of their own for each column.
export { scaleColumns, scaleColumnsBackward, prelu, preluBackward } from './columns';

// Normalization of each column over the rows of the batch.
export {
  columnMoments,
  blend,
  normalizeColumns,
  normalizeColumnsBackward,
} from './batch-normalize';

// Normalization of each row over its columns.
export { normalizeRows, normalizeRowsBackward } from './layer-normalize';

// Softmax of rows.
export { softmax, softmaxBackward } from './softmax';

// Losses of rows, with their derivatives.
export {
  sparseCrossentropy,
  denseCrossentropy,
  probabilityCrossentropy,
  meanOfColumns,
} from './losses';

// Exponentials and logarithms of four lanes: the same bits on every platform.
export { exp4, log4, log1p4, tanh4, expAll, logAll, log1pAll, tanhAll } from './functions';

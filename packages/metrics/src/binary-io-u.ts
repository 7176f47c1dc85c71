import { type Metric, option } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { iouMetric } from './iou-metric.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { requireSameShape, requireYesOrNo } from './same-shape.ts';

const declared = declareMetric('BinaryIoU', 'binary_io_u', {
  /** Whether no (0), yes (1) or the mean of both is looked at. */
  targetClassIds: option.filled(option.list(option.whole('[0, ∞)'), [0, 1])),
  /** From it on an output says yes. By default 0.5, and 0 in a model whose loss takes logits. */
  threshold: option.optional(option.number('(-∞, ∞)')),
});

export interface BinaryIoUOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * Intersection over union, TP / (TP + FP + FN), of outputs that say yes or no. Targets are 0 or 1, of the shape of the
 * outputs.
 *
 * Sample weights count as they are; Keras cuts them to whole numbers unless its `dtype` is a float.
 *
 * @throws LabelError when the targets are not of the outputs' shape, or not 0 or 1.
 * @see https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.BinaryIoU({ targetClassIds: [1] });
 * console.assert(Math.abs(metric.result([0, 1, 1, 2]) - 0.5) < 1e-6);
 */
export function BinaryIoU<const N extends string = 'binary_io_u'>(
  options: BinaryIoUOptions<N> = {},
): Metric<N> {
  const described = declared.read<N>(arguments);
  const { targetClassIds, threshold } = described.config;
  const limit = threshold ?? 0.5;
  const sameShape = requireSameShape('BinaryIoU');
  return iouMetric({
    ...described,
    forLogits:
      threshold === undefined ? BinaryIoU({ ...described.config, threshold: 0 }) : undefined,
    checkTargets(targets, output) {
      sameShape(targets, output);
      requireYesOrNo('BinaryIoU', targets);
    },
    classes: 2,
    targets: targetClassIds,
    ignoreClass: null,
    labels: (yTrue, yPred) => [yTrue, tf.greaterEqual(yPred, limit)],
  });
}

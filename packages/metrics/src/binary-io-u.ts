import { type Metric, requireInterval, requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { iouMetric } from './iou-metric.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { requireClassIds } from './target-class-ids.ts';

export interface BinaryIoUOptions<N extends string = string> extends MetricOptions<N> {
  /** Whether no (0), yes (1) or the mean of both is looked at. */
  readonly targetClassIds?: readonly number[];
  /** From it on an output says yes. By default 0.5, and 0 in a model whose loss takes logits. */
  readonly threshold?: number;
}

/**
 * Intersection over union, TP / (TP + FP + FN), of outputs that say yes or no. Targets are 0 or 1, of the shape of the
 * outputs.
 *
 * Sample weights count as they are; Keras cuts them to whole numbers unless its `dtype` is a float.
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.BinaryIoU({ targetClassIds: [1] });
 * console.assert(Math.abs(metric.result([0, 1, 1, 2]) - 0.5) < 1e-6);
 */
export function BinaryIoU<const N extends string = 'binary_io_u'>({
  targetClassIds = [0, 1],
  threshold,
  name = 'binary_io_u' as N,
  ...unknown
}: BinaryIoUOptions<N> = {}): Metric<N> {
  requireNamedOptions('BinaryIoU', arguments);
  const config = { targetClassIds, threshold, name };
  const limit = threshold ?? 0.5;
  requireInterval('BinaryIoU', { threshold: limit }, '(-∞, ∞)');
  requireClassIds('BinaryIoU', targetClassIds, 2);
  checkMetricOptions('BinaryIoU', config, unknown);
  return iouMetric({
    kind: 'BinaryIoU',
    config,
    forLogits:
      threshold === undefined ? BinaryIoU({ targetClassIds, threshold: 0, name }) : undefined,
    checkTargets: requireSameShape('BinaryIoU'),
    classes: 2,
    targets: targetClassIds,
    ignoreClass: null,
    labels: (yTrue, yPred) => [yTrue, tf.greaterEqual(yPred, limit)],
  });
}

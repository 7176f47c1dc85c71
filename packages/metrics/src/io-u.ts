import { type Metric, option } from '@tsuno/core';
import { classNumbers, iouMetric, OVERLAP, requireOverlap } from './iou-metric.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';

const declared = declareMetric('IoU', 'io_u', {
  ...OVERLAP,
  /** The classes that are looked at. */
  targetClassIds: option.filled(option.list(option.whole('[0, ∞)'))),
});

export interface IoUOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The mean over some classes of intersection over union, TP / (TP + FP + FN). Those that occur neither in targets nor
 * in outputs are left out. A model that gives scores for each class needs `sparseYPred: false`.
 *
 * Sample weights count as they are; Keras cuts them to whole numbers unless its `dtype` is a float.
 *
 * @throws LabelError when there is not one target for each answer.
 * @see https://keras.io/api/metrics/segmentation_metrics/#iou-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.IoU({ numClasses: 2, targetClassIds: [0], sparseYPred: false });
 * console.assert(Math.abs(metric.result([1, 1, 1, 1]) - 1 / 3) < 1e-6);
 */
export function IoU<const N extends string = 'io_u'>(options: IoUOptions<N>): Metric<N> {
  const described = declared.read<N>(arguments);
  const { numClasses, targetClassIds, ignoreClass } = described.config;
  return iouMetric({
    ...described,
    checkTargets: requireOverlap('IoU', described.config),
    classes: numClasses,
    targets: targetClassIds,
    ignoreClass,
    labels: classNumbers(described.config),
  });
}

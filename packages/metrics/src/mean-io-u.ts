import type { Metric } from '@tsuno/core';
import { classNumbers, iouMetric, OVERLAP, requireOverlap } from './iou-metric.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';

const declared = declareMetric('MeanIoU', 'mean_io_u', OVERLAP);

export interface MeanIoUOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The mean over the classes of intersection over union, TP / (TP + FP + FN). Classes that occur neither in targets nor
 * in outputs are left out. A model that gives scores for each class needs `sparseYPred: false`.
 *
 * Sample weights count as they are; Keras cuts them to whole numbers unless its `dtype` is a float.
 *
 * @throws LabelError when there is not one target for each answer.
 * @see https://keras.io/api/metrics/segmentation_metrics/#meaniou-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.MeanIoU({ numClasses: 2, sparseYPred: false });
 * console.assert(Math.abs(metric.result([1, 1, 1, 1]) - 1 / 3) < 1e-6);
 */
export function MeanIoU<const N extends string = 'mean_io_u'>(
  options: MeanIoUOptions<N>,
): Metric<N> {
  const described = declared.read<N>(arguments);
  const { numClasses, ignoreClass } = described.config;
  return iouMetric({
    ...described,
    checkTargets: requireOverlap('MeanIoU', described.config),
    classes: numClasses,
    targets: null,
    ignoreClass,
    labels: classNumbers(described.config),
  });
}

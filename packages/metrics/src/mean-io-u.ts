import { type Metric, requireBoolean, requireNamedOptions, requireWhole } from '@tsuno/core';
import { type ClassOverlapOptions, classNumbers, iouMetric, requireOverlap } from './iou-metric.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';

export interface MeanIoUOptions<N extends string = string>
  extends ClassOverlapOptions,
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
  {
    numClasses,
    ignoreClass = null,
    sparseYTrue = true,
    sparseYPred = true,
    axis = -1,
    name = 'mean_io_u' as N,
    ...unknown
  }: MeanIoUOptions<N> = {} as MeanIoUOptions<N>,
): Metric<N> {
  requireNamedOptions('MeanIoU', arguments);
  const config = { numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name };
  requireWhole('MeanIoU', { numClasses }, 1);
  requireBoolean('MeanIoU', { sparseYTrue, sparseYPred });
  checkMetricOptions('MeanIoU', config, unknown);
  return iouMetric({
    kind: 'MeanIoU',
    config,
    checkTargets: requireOverlap('MeanIoU', config),
    classes: numClasses,
    targets: Array.from({ length: numClasses }, (_, target) => target),
    ignoreClass,
    labels: classNumbers(config),
  });
}

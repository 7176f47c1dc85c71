import { type Metric, requireBoolean, requireNamedOptions, requireWhole } from '@tsuno/core';
import { type ClassOverlapOptions, classNumbers, iouMetric, requireOverlap } from './iou-metric.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { requireClassIds } from './target-class-ids.ts';

export interface IoUOptions<N extends string = string>
  extends ClassOverlapOptions,
    MetricOptions<N> {
  /** The classes that are looked at. */
  readonly targetClassIds: readonly number[];
}

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
export function IoU<const N extends string = 'io_u'>(
  {
    numClasses,
    targetClassIds,
    ignoreClass = null,
    sparseYTrue = true,
    sparseYPred = true,
    axis = -1,
    name = 'io_u' as N,
    ...unknown
  }: IoUOptions<N> = {} as IoUOptions<N>,
): Metric<N> {
  requireNamedOptions('IoU', arguments);
  const classes = { numClasses, targetClassIds, ignoreClass };
  const config = { ...classes, sparseYTrue, sparseYPred, axis, name };
  requireWhole('IoU', { numClasses }, 1);
  requireBoolean('IoU', { sparseYTrue, sparseYPred });
  requireClassIds('IoU', targetClassIds, numClasses);
  checkMetricOptions('IoU', config, unknown);
  return iouMetric({
    kind: 'IoU',
    config,
    checkTargets: requireOverlap('IoU', config),
    classes: numClasses,
    targets: targetClassIds,
    ignoreClass,
    labels: classNumbers(config),
  });
}

import type { CompileOptions, MetricLike, Reported } from './compilation.ts';
import type { Sequential as SequentialClass } from './sequential.ts';

/**
 * A model whose type keeps the names of its metrics: `compile` gives it. The class alone cannot say it, because the
 * strings that `compile` takes are narrower where an environment is known, as in the package `tsuno`.
 */
export interface Sequential<Names extends string = string> extends SequentialClass<Names> {
  compile<
    const Metrics extends readonly MetricLike[] = readonly [],
    const Weighted extends readonly MetricLike[] = readonly [],
  >(
    options: CompileOptions<Metrics, Weighted>,
  ): Sequential<Reported<readonly [...Metrics, ...Weighted]>['name']>;
}

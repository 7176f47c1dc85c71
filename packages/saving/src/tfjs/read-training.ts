import { isPlainObject, show, UnsupportedError } from '@tsuno/core';
import { brief } from '../brief.ts';
import { SHARED } from './optimizers.ts';
import { LOSSES, METRICS, plainName } from './shared-names.ts';

/**
 * The `trainingConfig` of TensorFlow.js as Keras would write what it means. Where Keras has another meaning for the same
 * name, and none for this one, it is refused.
 *
 * @throws UnsupportedError for what Tsuno has not, or has in another way.
 */
export function readTraining(who: string, given: unknown): unknown {
  if (given === null || given === undefined) return null;
  const {
    loss,
    metrics = [],
    optimizer_config: optimizer,
    ...further
  } = isPlainObject(given) ? given : {};
  return {
    ...further,
    loss: mapped(loss, (name) => ourName(who, 'loss', name, LOSSES)),
    metrics: mapped(metrics, (name) => metricName(who, name)),
    optimizer: readOptimizer(who, optimizer),
  };
}

function readOptimizer(who: string, given: unknown): unknown {
  const { class_name: name, config } = isPlainObject(given) ? given : {};
  const shared = Object.values(SHARED).find(({ className }) => className === name);
  if (shared === undefined || !isPlainObject(config)) {
    throw refusal(who, `the optimizer ${show(name)}`);
  }
  const options = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
  const differs = shared.differs({ ...shared.read(options) });
  const { decay = 0 } = shared.className === 'Adamax' ? options : {};
  if (differs !== null || decay !== 0) throw refusal(who, `${name} with these options`);
  const { decay: _, ...read } = shared.read(options);
  const kind = shared.className === 'Momentum' ? 'SGD' : shared.className;
  return { class_name: kind, config: read };
}

function metricName(who: string, name: string): string {
  const isAccuracy = ['accuracy', 'acc'].includes(plainName(name));
  return isAccuracy ? 'accuracy' : ourName(who, 'metric', name, METRICS);
}

function ourName(
  who: string,
  what: string,
  name: string,
  names: Readonly<Record<string, string>>,
): string {
  const entry = Object.entries(names).find(([kind, known]) =>
    [kind, known].some((each) => plainName(each) === plainName(name)),
  );
  if (entry !== undefined) return entry[0];
  throw refusal(who, `the ${what} ${show(name)}`);
}

/** One name, a list of names, or names by output. */
function mapped(given: unknown, map: (name: string) => string): unknown {
  if (typeof given === 'string') return map(given);
  if (Array.isArray(given)) return given.map((each) => mapped(each, map));
  if (!isPlainObject(given)) return given;
  return Object.fromEntries(Object.entries(given).map(([key, each]) => [key, mapped(each, map)]));
}

function refusal(who: string, what: string): UnsupportedError {
  return new UnsupportedError(
    `${who}: the model was compiled with ${brief(what)} of TensorFlow.js, which Tsuno has not, or has in another way. Open it with { compile: false } and compile it.`,
  );
}

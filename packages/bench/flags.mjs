/** The command line. */
import { parseArgs } from 'node:util';
import { WORKLOADS } from './workloads.mjs';

export const SECTIONS = ['training', 'prediction', 'kernels', 'scaling', 'whole', 'bundle'];

const HELP = `npm run bench -- [flags]
Measures Tsuno and its peers, and writes packages/bench/results/latest.json.

  --quick         about a minute: the lecture's and the big network, Tsuno, tfjs and jax-js
  --only NAME     only this part (${SECTIONS.join(', ')}),
                  network (${Object.keys(WORKLOADS).join(', ')}) or contestant (tsuno, tfjs-cpu, …); may be repeated
  --python PATH   a Python with keras: Keras on each of jax, tensorflow, torch that it can import
  --rounds N      rounds of every race (7; with --quick 3)
  --help`;

/** Null when the help was asked for. */
export function readFlags() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      python: { type: 'string' },
      rounds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return null;
  }
  const { quick: isQuick, python } = values;
  const rounds = Number(values.rounds ?? (isQuick ? 3 : 7));
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds takes a whole number of at least 1, got "${values.rounds}".`);
  }
  const only = values.only.flatMap((names) => names.split(','));
  const quickModels = ['lecture', 'big'];
  const models = isQuick ? quickModels : Object.keys(WORKLOADS);
  const sections = isQuick ? ['training', 'prediction', 'kernels', 'bundle'] : SECTIONS;
  const wanted = (names) => only.filter((name) => names.includes(name));
  const chosenSections = wanted(SECTIONS);
  const chosenModels = wanted(Object.keys(WORKLOADS));
  const names = only.filter((name) => !SECTIONS.includes(name) && !(name in WORKLOADS));
  const isRace = chosenModels.length > 0 || names.length > 0;
  return {
    isQuick,
    python,
    rounds,
    /** A network or a contestant alone means the race alone. */
    sections: chosenSections.length > 0 ? chosenSections : isRace ? ['training'] : sections,
    models: chosenModels.length > 0 ? chosenModels : models,
    /** Empty: everybody. */
    names,
    /** The least time that a contestant is measured in a round. */
    seconds: isQuick ? 0.2 : 0.5,
  };
}

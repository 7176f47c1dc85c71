import type { Measured } from './parity.ts';
import { activationParity } from './parity-of-activations.ts';
import { layerParity } from './parity-of-layers.ts';
import { optimizerParity, torchParity } from './parity-of-optimizers.ts';
import { runParity } from './parity-of-runs.ts';
import { lossParity, metricParity } from './parity-of-values.ts';

export interface ParitySection {
  readonly title: string;
  readonly about: string;
  measure(): Promise<readonly Measured[]>;
}

/** The tables of `docs/parity.md`. */
export const PARITY_SECTIONS: readonly ParitySection[] = [
  {
    title: 'Whole training runs',
    about: [
      'The loss after each epoch, of training and of validation, on real digits and on small sets: the largest relative',
      'difference. `–`: the model has no compiled form. The last column says how well conditioned a run is: Keras in',
      'float64 against itself with each start weight moved up or down by 10⁻⁷ of itself, and how many times that the',
      'losses end apart, at most in three such runs. Above 1 a difference between float32 results would say less of them',
      'than of the run.',
    ].join('\n'),
    measure: runParity,
  },
  {
    title: 'Optimizers',
    about:
      'Thirty steps with gradients of ten magnitudes, exact zeros among them, relative to the largest weight. Keras corrects the bias of moments in float32, where 1 − β₂ᵗ loses digits, Tsuno in doubles.',
    measure: optimizerParity,
  },
  {
    title: "PyTorch's Adam",
    about: "The same for `variant: 'pytorch'`, against real PyTorch.",
    measure: torchParity,
  },
  {
    title: 'Layers',
    about:
      'Outputs, losses and weights over three updates, each relative to the largest of its numbers; with regularizers and constraints.',
    measure: layerParity,
  },
  {
    title: 'Losses',
    about:
      'The mean over a batch with extreme outputs, without sample weights and with them. Losses that are not elementwise are computed on tensors by both engines. Where the binary cross-entropies are far from float64, all are by the same: a probability of exactly 1 is cut to 1 − 10⁻⁷, which float32 can only store as 1 − 1.19·10⁻⁷, and the logarithm of what is left shows it.',
    measure: lossParity,
  },
  {
    title: 'Metrics',
    about:
      'What is reported after three batches of different sizes, with sample weights and without. The IoU metrics are those of Keras with `dtype: float32`: its own default cuts sample weights to whole numbers, and they have no float64.',
    measure: metricParity,
  },
  {
    title: 'Activations',
    about: 'Outputs for inputs from −100 to 100: the difference, relative to those above 1.',
    measure: async () => activationParity(),
  },
];

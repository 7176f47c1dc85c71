import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'tsuno';
import { ROOT } from './src/doc-examples.ts';
import {
  activationParity,
  layerParity,
  optimizerParity,
  runParity,
  torchParity,
} from './src/parity.ts';
import { lossParity, metricParity } from './src/parity-of-values.ts';
import { parityPage } from './src/parity-page.ts';

/** Writes `docs/parity.md` from a run of all golden cases. */
async function main(): Promise<void> {
  tf.enableProdMode();
  console.info = () => {};
  const sections = [
    {
      title: 'Whole training runs',
      about:
        'The loss after each epoch, of training and of validation, on real digits and on small sets: the largest relative difference. `–`: the model has no compiled form.',
      rows: await runParity(),
    },
    {
      title: 'Optimizers',
      about:
        'Thirty steps with gradients of ten magnitudes, exact zeros among them, relative to the largest weight. Keras corrects the bias of moments in float32, where 1 − β₂ᵗ loses digits, Tsuno in doubles.',
      rows: await optimizerParity(),
    },
    {
      title: "PyTorch's Adam",
      about: "The same for `variant: 'pytorch'`, against real PyTorch.",
      rows: await torchParity(),
    },
    {
      title: 'Layers',
      about:
        'Outputs, losses and weights over three updates, each relative to the largest of its numbers; with regularizers and constraints.',
      rows: await layerParity(),
    },
    {
      title: 'Losses',
      about:
        'The mean over a batch with extreme outputs, without sample weights and with them. Losses that are not elementwise are computed on tensors by both engines.',
      rows: await lossParity(),
    },
    {
      title: 'Metrics',
      about:
        'What is reported after three batches of different sizes, with sample weights and without. The IoU metrics are those of Keras with `dtype: float32`: its own default cuts sample weights to whole numbers.',
      rows: await metricParity(),
    },
    {
      title: 'Activations',
      about: 'Outputs for inputs from −100 to 100: the difference, relative to those above 1.',
      rows: await activationParity(),
    },
  ];
  const file = join(ROOT, 'docs', 'parity.md');
  writeFileSync(file, parityPage(sections));
  console.log(`Written to ${file}.`);
}

void main();

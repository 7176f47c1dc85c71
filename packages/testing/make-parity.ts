import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'tsuno';
import { ROOT } from './src/doc-examples.ts';
import { activationParity, layerParity, optimizerParity, runParity } from './src/parity.ts';
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
      title: 'Layers',
      about:
        'Outputs, losses and weights over three updates, each relative to the largest of its numbers; with regularizers and constraints.',
      rows: await layerParity(),
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

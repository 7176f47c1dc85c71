/** The lecture's program in a page, in real browsers: trains, saves in the ways that pages have, and reports to the server. */
import { layers, loadModel, Sequential } from 'tsuno';
import { lecture } from './lecture.ts';
import { reportOf } from './report-of.ts';

const make = (seed: number) =>
  new Sequential([layers.Input({ shape: [3] }), layers.Dense({ units: 2 })], { seed });

const numbersOf = (model: Sequential) =>
  JSON.stringify(model.weights.map(({ values }) => [...values]));

/** Weights in IndexedDB, over others and not over others, and back; read from a File, a Blob and bytes as well. */
async function keeps(): Promise<void> {
  const place = 'indexeddb://weights.safetensors';
  await make(1).saveWeights(place);
  const model = make(2);
  await model.saveWeights(place);
  const refused = await make(1)
    .saveWeights(place, { overwrite: false })
    .then(
      () => 'not refused',
      (error: Error) => error.name,
    );
  if (refused !== 'OptionError') throw new Error(`overwrite: ${refused}`);
  const opened = make(3);
  await opened.loadWeights(place);
  if (numbersOf(opened) !== numbersOf(model)) throw new Error('Other weights came back.');
  await model.save('indexeddb://model.keras');
  const whole = await loadModel('indexeddb://model.keras');
  if (numbersOf(whole) !== numbersOf(model)) throw new Error('Another model came back.');
  await readBack(model);
}

/** Catches a download as a Blob, because nobody watches the folder of a headless browser, and reads it in every way. */
async function readBack(model: Sequential): Promise<void> {
  const urls: string[] = [];
  const listener = (event: Event) => {
    const { href, download } = event.target as HTMLAnchorElement;
    event.preventDefault();
    urls.push(href, download);
  };
  document.addEventListener('click', listener);
  await model.saveWeights('downloads://weights.safetensors');
  document.removeEventListener('click', listener);
  const [url, name] = urls;
  if (name !== 'weights.safetensors') throw new Error(`a download called ${name}`);
  const blob = await (await fetch(url)).blob();
  const sources = [
    blob,
    new File([blob], name),
    [new File([blob], name)],
    await blob.arrayBuffer(),
    new Response(blob),
    url,
  ];
  for (const [index, source] of sources.entries()) {
    const opened = make(3);
    await opened.loadWeights(source);
    if (numbersOf(opened) !== numbersOf(model))
      throw new Error(`Source ${index} gave other weights.`);
  }
}

void reportOf(async () => {
  const report = await lecture();
  await keeps();
  return report;
});

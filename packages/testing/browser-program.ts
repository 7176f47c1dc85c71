/** Runs in a real browser, served by check-browser.cjs: trains, and reports what came out. */
import { layers, loadModel, Sequential } from '../tsuno/src/index.ts';
import { trainedHash } from './src/determinism.ts';

const make = (seed: number) =>
  new Sequential([layers.Input({ shape: [3] }), layers.Dense({ units: 2 })], { seed });

const numbersOf = (model: Sequential) =>
  JSON.stringify(model.weights.map(({ values }) => [...values]));

/** Weights in IndexedDB, over others and not over others, and back; read from a File, a Blob and bytes as well. */
async function kept(): Promise<string> {
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
  if (refused !== 'OptionError') return `overwrite: ${refused}`;
  const opened = make(3);
  await opened.loadWeights(place);
  if (numbersOf(opened) !== numbersOf(model)) return 'other weights came back';
  await model.save('indexeddb://model.keras');
  const whole = await loadModel('indexeddb://model.keras');
  if (numbersOf(whole) !== numbersOf(model)) return 'another model came back';
  return readBack(model);
}

/** Catches a download as a Blob, because nobody watches the folder of a headless browser, and reads it in every way. */
async function readBack(model: Sequential): Promise<string> {
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
  if (name !== 'weights.safetensors') return `a download called ${name}`;
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
    if (numbersOf(opened) !== numbersOf(model)) return `source ${index} gave other weights`;
  }
  return 'right';
}

async function report(): Promise<object> {
  const hash = await trainedHash();
  const threaded = await trainedHash(2);
  const saved = await kept();
  return { hash, threaded, saved, isolated: globalThis.crossOriginIsolated };
}

report()
  .catch((error: Error) => ({ error: `${error.message}\n${error.stack}` }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) }));

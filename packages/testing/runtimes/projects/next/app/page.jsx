import { layers, Sequential } from 'tsuno';
import { Trains } from './trains.jsx';

/** Rendered on the server, with a model; what it holds trains in the page. */
export default function Page() {
  const model = new Sequential([layers.Dense({ units: 1 })]).build([null, 2]);
  return (
    <main>
      <p>{model.weights.length} weights</p>
      <Trains />
    </main>
  );
}

import { showNumber } from '../compare/measure.ts';
import type { Finding, LayerMeasure } from './finding.ts';

/** From these shares on a layer is reported. */
const SATURATED = 0.5;
const DEAD = 0.2;
/** How many times smaller the first layer's gradient may be than the last one's. */
const VANISHED = 100;

/** What the layers' measures say. */
export function layerFindings(measures: readonly LayerMeasure[]): readonly Finding[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const isLast = (index: number) => index === measures.length - 1;
  const saturated = measures.flatMap(({ layer, activation, saturated: share }, index): Finding[] =>
    share === null || share < SATURATED || isLast(index)
      ? []
      : [
          {
            id: 'saturated-units',
            severity: 'warning',
            layer,
            title: `Most ${activation} units of "${layer}" are saturated.`,
            evidence: `${percent(share)} of their outputs lie within 2 % of the ends of the range, where the derivative is almost 0.`,
            advice: 'Scale the inputs to about [−1, 1], use a smaller learning rate, or relu.',
          },
        ],
  );
  const dead = measures.flatMap(({ layer, dead: share }): Finding[] =>
    share === null || share < DEAD
      ? []
      : [
          {
            id: 'dead-units',
            severity: share === 1 ? 'error' : 'warning',
            layer,
            title: `Units of "${layer}" are dead: relu gives 0 for every example.`,
            evidence: `${percent(share)} of its units never gave anything else, so no gradient reaches them.`,
            advice:
              'Use a smaller learning rate and a fresh start; HeNormal start weights suit relu.',
          },
        ],
  );
  return [...saturated, ...dead, ...vanishing(measures)];
}

function vanishing(measures: readonly LayerMeasure[]): readonly Finding[] {
  const known = measures.filter(({ gradient }) => gradient !== null);
  if (known.length < 2) return [];
  const [first] = known;
  const last = known[known.length - 1];
  const [small, large] = [first.gradient ?? 0, last.gradient ?? 0];
  if (large === 0 || small * VANISHED > large) return [];
  const times = small === 0 ? 'It is 0 there' : `${showNumber(large / small)} times less`;
  return [
    {
      id: 'vanishing-gradients',
      severity: small === 0 ? 'error' : 'warning',
      layer: first.layer,
      title: `Hardly any gradient reaches "${first.layer}".`,
      evidence: `Its size there is ${showNumber(small)}, in "${last.layer}" ${showNumber(large)}: ${times}.`,
      advice: 'Use relu or fewer layers, or start weights that suit the activation.',
    },
  ];
}

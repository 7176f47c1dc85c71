import { showNumber } from '../compare/measure.ts';
import type { Finding, LayerMeasure } from './finding.ts';

/** From these shares on a layer is reported. */
const SATURATED = 0.5;
const DEAD = 0.2;
/** How many times smaller the first layer's gradient may be than the last one's. */
const VANISHED = 100;

/** A layer's gradient is gone where it is smaller than this times the loss. */
const GONE = 1e-3;

/** What the layers' measures say, of which the one at `output` gives the model's; on a `plateau`, a run that stands at this loss, of gradients that are gone too. */
export function layerFindings(
  measures: readonly LayerMeasure[],
  output: number,
  plateau: number | null = null,
): readonly Finding[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const saturated = measures.flatMap(({ layer, activation, saturated: share }, index): Finding[] =>
    share === null || share < SATURATED || index === output
      ? []
      : [
          {
            id: 'saturated-units',
            severity: 'warning',
            layer,
            title: `Most ${activation} units of "${layer}" are saturated.`,
            evidence: `${percent(share)} of their outputs lie within 2 % of the ends of the range, where the derivative is almost 0.`,
            advice: 'Scale the inputs to about [−1, 1], use smaller start weights, or relu.',
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
  const hasCause = measures.some(
    ({ saturated: share, dead: none }) => (share ?? 0) >= SATURATED || none === 1,
  );
  const reachesNone = plateau !== null && hasCause && areGone(measures, plateau);
  const fading = vanishing(measures);
  return [
    ...saturated,
    ...dead,
    ...(fading.length === 0 && reachesNone ? [gone(measures, plateau)] : fading),
  ];
}

/** Whether no layer has a gradient worth the name, for a loss of this size. */
export function areGone(measures: readonly LayerMeasure[], loss: number): boolean {
  const known = measures.flatMap(({ gradient }) => gradient ?? []);
  return known.length > 0 && known.every((gradient) => gradient < GONE * Math.abs(loss));
}

function gone(measures: readonly LayerMeasure[], loss: number): Finding {
  const sizes = measures.flatMap(({ gradient }) => gradient ?? []);
  return {
    id: 'vanishing-gradients',
    severity: 'error',
    layer: measures.find(({ gradient }) => gradient !== null)?.layer ?? null,
    title: 'Hardly any gradient reaches any layer, though the loss is not small.',
    evidence: `The largest size in a layer is ${showNumber(Math.max(...sizes))}, at a loss of ${showNumber(loss)} that does not get smaller.`,
    advice: 'Begin with fresh start weights, scale the inputs to about [−1, 1], or use relu.',
  };
}

function vanishing(measures: readonly LayerMeasure[]): readonly Finding[] {
  const known = measures.filter(({ gradient }) => gradient !== null);
  if (known.length < 2) return [];
  const [first] = known;
  const last = known[known.length - 1];
  const [small, large] = [first.gradient ?? 0, last.gradient ?? 0];
  // With NaN this is false: gradients that are no numbers have not vanished.
  if (large === 0 || !(small * VANISHED <= large)) return [];
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

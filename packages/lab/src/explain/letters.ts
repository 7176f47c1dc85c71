const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  theta: 'θ',
  // What the literature calls them.
  learningRate: 'α',
  momentum: 'μ',
  weightDecay: 'λ',
};

/** An option's name as formulas write it: `beta1` → β₁. A name that is no letter stays. */
export function letterOf(name: string): string {
  const [, word, index] = /^(.*?)(\d*)$/.exec(name) as unknown as readonly string[];
  if (!Object.hasOwn(GREEK, word)) return name;
  return GREEK[word] + subscript(index);
}

/** 10 → ₁₀ */
export function subscript(value: number | string): string {
  return [...String(value)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join('');
}

/**
 * The one door to the libraries that draw: Observable Plot, and where there is no browser linkedom for its document.
 * They are loaded when the first picture is drawn, so that importing this package costs nothing.
 */
type PlotModule = typeof import('@observablehq/plot');

/** What pictures are drawn with. */
export interface Drawing {
  readonly Plot: PlotModule;
  readonly document: Document;
}

export async function loadDrawing(): Promise<Drawing> {
  const Plot = await import('@observablehq/plot');
  if (typeof document !== 'undefined') return { Plot, document };
  const { parseHTML } = await import('linkedom');
  return { Plot, document: parseHTML('<!doctype html><html><body></body></html>').document };
}

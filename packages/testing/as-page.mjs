/** Node without what a page does not have, for running a bundle that was made for pages: `node --import`. */
globalThis.window = globalThis;
globalThis.self = globalThis;
// Whose script this is: webpack's runtime asks where to load further ones from.
globalThis.document = { currentScript: { tagName: 'SCRIPT', src: 'http://localhost/bundle.js' } };
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) {
  delete globalThis[name];
}

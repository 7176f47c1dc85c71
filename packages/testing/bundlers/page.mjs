/** Node without what a page does not have, for running a bundle that was made for pages: `node --import`. */
globalThis.window = globalThis;
globalThis.document = {};
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) {
  delete globalThis[name];
}

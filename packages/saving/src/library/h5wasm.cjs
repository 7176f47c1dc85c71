// h5wasm is an ES module alone. Where sources run as CommonJS (ts-node), a dynamic import becomes a require, which finds
// this file, whose import is a real one: a promise of the module.
module.exports = import('h5wasm');

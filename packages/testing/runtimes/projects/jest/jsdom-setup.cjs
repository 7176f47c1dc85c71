// What every browser has, and jsdom under Jest has not.
const { Blob } = require('node:buffer');
const { webcrypto } = require('node:crypto');
const streams = require('node:stream/web');
const { TextDecoder, TextEncoder } = require('node:util');
Object.assign(globalThis, streams, { Blob, TextDecoder, TextEncoder });
Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

/**
 * Where data are read:
 *
 * - a path such as `'data/wine.csv'`, or a `file:` URL, under Node;
 * - an address, `https://…`, as text or as a `URL`; in a page also one of the same site, `'data/wine.csv'`;
 * - a `Response`, for requests with headers or a signal of your own;
 * - a `File` or a `Blob`, as an `<input type="file">` gives it;
 * - the bytes, as an `ArrayBuffer` or a `Uint8Array`.
 */
export type DataSource = string | URL | Response | Blob | ArrayBuffer | Uint8Array;

declare module 'papaparse/papaparse.min.js' {
  const papa: unknown;
  export = papa;
}

/** What tfjs-core's declarations take to be global, and do not import. */
declare class Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

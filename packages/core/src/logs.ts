/** Names and values: `{ accuracy: 0.91, loss: 0.32 }`, in alphabetical order as in Keras. */
export type Logs = Readonly<Record<string, number>>;

/** Everything of Tsuno, for the bundle's size; of `tf` what Tsuno hands on, which is all. */
export * from 'tsuno';

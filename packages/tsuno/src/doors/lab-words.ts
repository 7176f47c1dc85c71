export * from '@tsuno/lab/words';

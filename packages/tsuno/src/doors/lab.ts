export * from '@tsuno/lab';

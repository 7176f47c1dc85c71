export * from '@tsuno/optimizers';

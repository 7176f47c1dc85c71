export * from '@tsuno/callbacks';

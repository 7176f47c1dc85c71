export * from '@tsuno/losses';

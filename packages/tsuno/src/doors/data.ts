export * from '@tsuno/data';

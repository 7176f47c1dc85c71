export * from '@tsuno/models';

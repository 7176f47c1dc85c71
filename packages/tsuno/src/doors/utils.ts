export * from '@tsuno/utils';

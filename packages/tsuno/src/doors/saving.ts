export * from '@tsuno/saving';

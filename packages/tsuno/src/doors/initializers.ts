export * from '@tsuno/initializers';

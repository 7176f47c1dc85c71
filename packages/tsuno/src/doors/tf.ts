export * from '@tsuno/core/tf';

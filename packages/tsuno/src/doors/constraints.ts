export * from '@tsuno/layers/constraints';

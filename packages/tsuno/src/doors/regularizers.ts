export * from '@tsuno/layers/regularizers';

export * from '@tsuno/layers/activations';

export * from '@tsuno/layers';

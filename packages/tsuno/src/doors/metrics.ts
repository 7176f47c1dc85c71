export * from '@tsuno/metrics';

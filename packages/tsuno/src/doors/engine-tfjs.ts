export * from '@tsuno/engine-tfjs';

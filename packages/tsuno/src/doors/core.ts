export * from '@tsuno/core';

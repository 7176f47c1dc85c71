export { LambdaCallback } from './lambda-callback.ts';
export { ProgbarLogger, type ProgbarLoggerOptions } from './progbar-logger.ts';

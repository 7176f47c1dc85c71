import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lecture } from '../lecture.js';

test('the lecture trains', { timeout: 60_000 }, async () => {
  const report = await lecture();
  expect(report.hash).toHaveLength(64);
  writeFileSync(process.env.REPORT, JSON.stringify(report));
});

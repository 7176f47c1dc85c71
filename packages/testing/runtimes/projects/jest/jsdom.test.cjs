/** @jest-environment jsdom */
const { writeFileSync } = require('node:fs');
const { lecture } = require('../commonjs/lecture.js');

test('the lecture trains', async () => {
  const report = await lecture();
  writeFileSync(process.env.REPORT, JSON.stringify(report));
}, 60_000);

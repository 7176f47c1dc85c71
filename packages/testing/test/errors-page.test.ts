import { readFileSync } from 'node:fs';
import * as tsuno from 'tsuno';
import { countsByClass, ERRORS_PAGE, errorsPage } from '../src/errors-page.ts';

const page = readFileSync(ERRORS_PAGE, 'utf8');

describe('The page on errors', () => {
  it('shows the messages that its code throws', async () => {
    if (page !== (await errorsPage())) {
      throw new Error('docs/errors.md is out of date: run `npm run docs` and commit it.');
    }
  });

  it('has forty messages and more, and one at least of each class that there is', () => {
    const counts = countsByClass(page);
    const classes = Object.keys(tsuno).filter((name) => /(?<!Tsuno)Error$/.test(name));
    expect(Object.keys(counts).sort()).toEqual(classes.sort());
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(40);
  });
});

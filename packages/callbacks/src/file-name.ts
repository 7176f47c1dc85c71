import { didYouMean, OptionError, show } from '@tsuno/core';
import { formatNumber, type Shown } from './format-number.ts';

/** A name with places for numbers: `model-{epoch:02d}-{val_loss:.2f}.keras`. `{{` and `}}` are braces. */
export interface FileName {
  /** @throws OptionError for a place whose number is not there, with those that are. */
  fill(numbers: Readonly<Record<string, Shown>>): string;
}

type Part = string | { readonly name: string; readonly spec: string };

/** @throws OptionError for braces that do not belong together, and for what of Python's is not for numbers. */
export function fileName(who: string, template: string): FileName {
  const parts: Part[] = [];
  const wrong = (what: string) =>
    new OptionError(
      `${who}: filepath ${show(template)} ${what}. Numbers stand in braces, "{epoch:02d}-{val_loss:.2f}.keras"; a brace itself is written twice.`,
    );
  for (const [text, name, spec = ''] of template.matchAll(
    /\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}|[{}]|[^{}]+/g,
  )) {
    if (text === '{{' || text === '}}') parts.push(text[0]);
    else if (text === '{' || text === '}') throw wrong(`has a single "${text}"`);
    else if (name === undefined) parts.push(text);
    else if (name === '' || name.includes('!')) throw wrong(`has ${text}, which names no number`);
    else parts.push({ name, spec });
  }
  // Formats that are none are refused at once, not after the first epoch.
  for (const part of parts) {
    if (typeof part === 'string') continue;
    formatNumber(who, { value: 1, isCount: COUNTS.includes(part.name) }, part.spec);
  }
  return {
    fill: (numbers) =>
      parts
        .map((part) => {
          if (typeof part === 'string') return part;
          if (Object.hasOwn(numbers, part.name)) {
            return formatNumber(who, numbers[part.name], part.spec);
          }
          const names = Object.keys(numbers);
          throw new OptionError(
            `${who}: filepath ${show(template)} asks for {${part.name}}, but there are ${names.join(', ')}.${didYouMean(part.name, names)}`,
          );
        })
        .join(''),
  };
}

/** What is counted, and no value of the logs. */
const COUNTS = ['epoch', 'batch'];

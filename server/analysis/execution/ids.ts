/** What the id of an unknown value tells of it: ids say by which operations it was made (`.trim event.event`). */
import { comesToRest, isStablyCut, longestOf } from './cuts.ts';

/** The id of the name of the incoming event. */
export const nameId = 'event.event';

const numeric = new Set([
  'Number',
  'parseInt',
  'parseFloat',
  'unary +',
  'unary -',
  'unary ~',
  'index',
  '-',
  '*',
  '/',
  '%',
  '.length',
  '.indexOf',
  '.lastIndexOf',
  '.search',
  '.charCodeAt',
  '.getTime',
]);
const logical = new Set([
  '!',
  '===',
  '==',
  'in',
  'key',
  'instanceof',
  'isArray',
  '<',
  '>',
  '<=',
  '>=',
  '.startsWith',
  '.endsWith',
  '.includes',
  '.has',
  '.test',
  '.some()',
  '.every()',
]);
const textual = new Set([
  'typeof',
  'text',
  'String',
  'encodeURIComponent',
  '.toLowerCase',
  '.toUpperCase',
  '.toLocaleLowerCase',
  '.toLocaleUpperCase',
  '.trim',
  '.trimStart',
  '.trimEnd',
  '.slice',
  '.substring',
  '.substr',
  '.replace',
  '.replaceAll',
  '.charAt',
  '.join',
  '.toString',
  '.toISOString',
  '.toFixed',
  '.toPrecision',
  '.digest',
  '.padStart',
  '.padEnd',
  '.repeat',
  '.normalize',
]);

/** `number`, `boolean` or `string`, where the operation gives nothing else. */
export function typeOfId(id: string): string | undefined {
  const operation = operationOf(id);
  // The length of a text that was made is none, and `.slice` of a list is a list.
  if (textual.has(operation) && id.endsWith('.length')) return undefined;
  if (operation === '.slice') return isText(id.slice(operation.length + 1)) ? 'string' : undefined;
  if (operation === '.split') return firstPiece.test(id) ? 'string' : undefined;
  if (textual.has(operation)) return 'string';
  if (logical.has(operation)) return 'boolean';
  return numeric.has(operation) || (!id.includes(' ') && id.endsWith('.length')) ? 'number' : undefined;
}

const firstPiece = /(?:"(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)\.0$/;

/** Whether a value is a text, also one that further operands stand behind: `event.event "0" "20"`. */
export function isText(id: string): boolean {
  return /^event\.event(?: |$)/.test(id) || typeOfId(id) === 'string';
}

function operationOf(id: string): string {
  const unary = /^unary \S/.exec(id)?.[0];
  return unary ?? id.split(' ', 1)[0] ?? '';
}

/** Operations that change nothing when they are applied again, in whatever order among each other. */
const lasting = new Set([
  '.toLowerCase',
  '.toUpperCase',
  '.toLocaleLowerCase',
  '.toLocaleUpperCase',
  '.trim',
  '.trimStart',
  '.trimEnd',
  '.normalize',
  '.replace',
  '.replaceAll',
  'Number',
  'parseInt',
  'parseFloat',
  'String',
  'Math.round',
  'Math.floor',
  'Math.ceil',
  'Math.abs',
  'Math.trunc',
  'unary +',
]);
const opposites: Readonly<Record<string, string>> = {
  '.toLowerCase': '.toUpperCase',
  '.toUpperCase': '.toLowerCase',
};

/**
 * Whether an operation was among the last ones that made a value, so that it changes nothing more.
 *
 * @param rest what stands behind the operation's first operand in an id, for `.replace`.
 */
export function isAlreadyDone(operation: string, id: string, rest = ''): boolean {
  if (cutting.has(operation)) return isShortEnough(id, rest);
  if (operation.startsWith('URL.-')) return isTakenOut(operation, id);
  if (!lasting.has(operation)) return false;
  if (replacing.has(operation) && !comesToRest(rest, operation === '.replaceAll')) return false;
  let left = id;
  for (let made = operationOf(left); lasting.has(made); made = operationOf(left)) {
    if (made === operation) return rest === '' || id.endsWith(rest);
    if (opposites[made] === operation) return false;
    // A number is not yet what it was before it became a text: `Number(String(Number(x)))`.
    if (textual.has(made) !== textual.has(operation)) return false;
    left = left.slice(made.length + 1);
  }
  return false;
}

/**
 * The id of what an operation gives, where it was made before and only turned into another type since: `!` of `! ! x`, and
 * `toFixed(2)` of a number that was read out of what `toFixed(2)` has written.
 *
 * @param rest what stands behind the operation's first operand in an id.
 */
export function madeBefore(operation: string, id: string, rest: string): string | undefined {
  if (operation === '!') return id.startsWith('! ! ') ? id.slice('! '.length) : undefined;
  const written = operation === '.toFixed' ? readAsNumber.exec(id)?.[1] : undefined;
  return written?.endsWith(rest) === true ? written : undefined;
}

const readAsNumber = /^(?:Number|parseFloat|unary \+) (\.toFixed .+)$/;

/** Whether an address has lost a piece already: `URL.-hash URL.-search event.properties.url` its search. */
export function isTakenOut(operation: string, id: string): boolean {
  return (/^(?:URL\.-\w+ )*/.exec(id)?.[0] ?? '').split(' ').includes(operation);
}

const replacing = new Set(['.replace', '.replaceAll']);

const cutting = new Set(['.slice', '.substring', '.substr']);

/** Whether a text has no more characters than a cut would leave: `.slice(0, 50)`. */
function isShortEnough(id: string, rest: string): boolean {
  const [, most] = /^ "0" "(\d+)"$/.exec(rest) ?? /^ "-(\d+)"$/.exec(rest) ?? [];
  const longest = most === undefined ? undefined : longestOf(id);
  return longest !== undefined && longest <= Number(most);
}

const shortening = new Set([
  '.slice',
  '.substring',
  '.substr',
  '.replace',
  '.replaceAll',
  '.split',
  '.split()',
]);

/**
 * Whether a value is a piece of another one, or has had something taken out: `again` where the same would take out more
 * the next time, which cannot go on without end; `once` where it leaves the value as it is then.
 */
export function shortenedBy(id: string): 'again' | 'once' | undefined {
  let left = id;
  for (let made = operationOf(left); lasting.has(made) || shortening.has(made); made = operationOf(left)) {
    // What only grows is no shorter.
    if (replacing.has(made) && !comesToRest(left, made === '.replaceAll')) return undefined;
    if (shortening.has(made)) return isStablyCut(left) ? 'once' : 'again';
    left = left.slice(made.length + 1);
  }
  return undefined;
}

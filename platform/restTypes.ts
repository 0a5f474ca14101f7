/** Types of the REST catalogue as TypeScript text, for hovers and for the result of `.json()`. */
import { fieldsOf } from './restCatalogue.ts';
import type { RestField, RestOperation, RestScalar, RestType } from './restCatalogueFormat.ts';

/** How many objects are written inside each other; deeper ones are `any`. */
const defaultDepth = 3;

/** Scalars as TypeScript sees them; the formats of texts are all `string`. */
const scalarTexts: Readonly<Record<RestScalar, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  'date-time': 'string',
  date: 'string',
  time: 'string',
  uuid: 'string',
  uri: 'string',
  email: 'string',
  json: 'any',
  any: 'any',
};

/**
 * The type of what `.json()` resolves to after a successful call, as TypeScript text on one line.
 *
 * @param depth how many objects are written inside each other.
 * @returns `any` where the catalogue is not sure, and undefined where there is no JSON to read.
 */
export function responseTypeText(operation: RestOperation, depth: number = defaultDepth): string | undefined {
  const { response } = operation;
  switch (response.kind) {
    case 'value':
      return restTypeText(response.type, depth);
    case 'list':
      return (
        '{ count?: number; next: string | null; previous: string | null; ' +
        `results: ${listText(restTypeText(response.of, depth))} }`
      );
    case 'unknown':
      return 'any';
    case 'nothing':
    case 'refused':
      return undefined;
  }
}

/**
 * A type as TypeScript text on one line, as it comes in a response (without what only goes in a body).
 *
 * @param depth how many objects are written inside each other; `named` writes the names of their shapes.
 */
export function restTypeText(type: RestType, depth: number | 'named' = defaultDepth): string {
  const text = bareTypeText(type, depth);
  return type.isNullable && text !== 'any' ? `${text} | null` : text;
}

function bareTypeText(type: RestType, depth: number | 'named'): string {
  switch (type.kind) {
    case 'scalar':
      return scalarTexts[type.scalar];
    case 'choice':
      return type.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'list':
      return listText(restTypeText(type.of, depth));
    case 'shape':
      if (depth === 'named') return type.shape;
      return depth > 0 ? shapeText(fieldsOf(type.shape), depth - 1) : 'any';
  }
}

function listText(item: string): string {
  return `Array<${item}>`;
}

function shapeText(fields: readonly RestField[], depth: number): string {
  const members = fields
    .filter((field) => !field.isWriteOnly)
    .map(({ name, type }) => `${memberName(name)}: ${restTypeText(type, depth)}`);
  return members.length === 0 ? '{}' : `{ ${members.join('; ')} }`;
}

export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

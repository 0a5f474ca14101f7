/**
 * The text form of the REST catalogue, which scripts/generateRestCatalogue.ts writes and restCatalogue.ts
 * reads. A text is small, needs no type checking, and shows a change of the API as a readable difference.
 *
 * ```
 * Annotation content:string?,-id:integer,scope:=project|organization
 * /api/projects/{project_id}/annotations/
 *  get ?limit:integer,offset:integer >list:Annotation
 *  post <Annotation >Annotation
 *  delete >refused
 * ```
 *
 * A line with a capital names a shape and its fields; a line with a slash is a path; an indented line is an
 * operation on the path above: `?` query parameters, `<` body, `>` response. Before a field's name, `*` means
 * required, `-` read only, `+` write only. A type is a {@link RestScalar}, the name of a shape, `=a|b` (one
 * of these texts) or `#1|2` (one of these numbers); `[]` after it makes a list, `?` makes it nullable.
 */

/** The methods of `posthog.api`; `patch` came in September 2022 (reference 1.2). */
export type RestMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

export const restMethods: readonly RestMethod[] = ['get', 'post', 'put', 'patch', 'delete'];

/** `json` is any JSON value; `any` is a value about which the source says nothing reliable. */
export const restScalars = [
  'string',
  'integer',
  'number',
  'boolean',
  'date-time',
  'date',
  'time',
  'uuid',
  'uri',
  'email',
  'json',
  'any',
] as const;

export type RestScalar = (typeof restScalars)[number];

const scalarSet: ReadonlySet<string> = new Set(restScalars);

/** The type of a value in a request or a response. */
export type RestType = {
  readonly isNullable: boolean;
} & (
  | { readonly kind: 'scalar'; readonly scalar: RestScalar }
  | { readonly kind: 'choice'; readonly values: readonly string[] | readonly number[] }
  | { readonly kind: 'shape'; readonly shape: string }
  | { readonly kind: 'list'; readonly of: RestType }
);

/** A query parameter, a key of a body, or a key of a response. */
export interface RestField {
  readonly name: string;
  readonly type: RestType;
  readonly isRequired: boolean;
  /** Comes in responses and is ignored in bodies. */
  readonly isReadOnly: boolean;
  /** Goes in bodies and never comes back. */
  readonly isWriteOnly: boolean;
}

/**
 * What an operation answers. `list` is the envelope `{ count?, next, previous, results }`; `refused` is a
 * method that exists and always answers 405; `unknown` is all about which the source is not reliable.
 */
export type RestResponse =
  | { readonly kind: 'value'; readonly type: RestType }
  | { readonly kind: 'list'; readonly of: RestType }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

export interface RestOperation {
  readonly method: RestMethod;
  /** With leading and trailing slash, such as `/api/projects/{project_id}/annotations/{id}/`. */
  readonly template: string;
  readonly parameters: readonly RestField[];
  /** Name of the shape of the JSON body, or null where there is none or it is not known. */
  readonly body: string | null;
  readonly response: RestResponse;
}

export interface RestCatalogue {
  readonly shapes: ReadonlyMap<string, readonly RestField[]>;
  readonly operations: readonly RestOperation[];
}

/** Reads the text form. Throws an Error that quotes the line on which it is malformed. */
export function parseCatalogue(text: string): RestCatalogue {
  const shapes = new Map<string, readonly RestField[]>();
  const operations: RestOperation[] = [];
  let template = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('/')) template = line;
    else if (line.startsWith(' ')) operations.push(parseOperation(line, template));
    else shapes.set(beforeSpace(line), parseFields(afterSpace(line)));
  }
  return { shapes, operations };
}

function parseOperation(line: string, template: string): RestOperation {
  const [word, ...parts] = line.slice(1).split(' ');
  const method = restMethods.find((name) => name === word);
  if (method === undefined || template === '') throw malformed(line);
  const part = (mark: string): string | undefined => parts.find((text) => text.startsWith(mark))?.slice(1);
  return {
    method,
    template,
    parameters: parseFields(part('?') ?? ''),
    body: part('<') ?? null,
    response: parseResponse(part('>')),
  };
}

function parseResponse(text: string | undefined): RestResponse {
  if (text === undefined) return { kind: 'unknown' };
  if (text === 'nothing' || text === 'refused') return { kind: text };
  if (text.startsWith('list:')) return { kind: 'list', of: parseType(text.slice('list:'.length)) };
  return { kind: 'value', type: parseType(text) };
}

function parseFields(text: string): readonly RestField[] {
  return text === '' ? [] : text.split(',').map(parseField);
}

function parseField(text: string): RestField {
  const match = /^([*+-]*)([^:]+):(.+)$/.exec(text);
  const [, marks, name, type] = match ?? [];
  if (marks === undefined || name === undefined || type === undefined) throw malformed(text);
  return {
    name,
    type: parseType(type),
    isRequired: marks.includes('*'),
    isReadOnly: marks.includes('-'),
    isWriteOnly: marks.includes('+'),
  };
}

function parseType(text: string): RestType {
  const isNullable = text.endsWith('?');
  const bare = isNullable ? text.slice(0, -1) : text;
  if (bare.endsWith('[]')) return { kind: 'list', of: parseType(bare.slice(0, -2)), isNullable };
  const rest = bare.slice(1).split('|');
  if (bare.startsWith('=')) return { kind: 'choice', values: rest, isNullable };
  if (bare.startsWith('#')) return { kind: 'choice', values: rest.map(Number), isNullable };
  if (isScalar(bare)) return { kind: 'scalar', scalar: bare, isNullable };
  if (/^[A-Z]\w*$/.test(bare)) return { kind: 'shape', shape: bare, isNullable };
  throw malformed(text);
}

function isScalar(text: string): text is RestScalar {
  return scalarSet.has(text);
}

/** Writes the text form; the inverse of {@link parseCatalogue} when operations on one path stand together. */
export function formatCatalogue(catalogue: RestCatalogue): string {
  const lines: string[] = [];
  for (const [name, fields] of catalogue.shapes) lines.push(`${name} ${formatFields(fields)}`);
  let template = '';
  for (const operation of catalogue.operations) {
    if (operation.template !== template) lines.push(operation.template);
    template = operation.template;
    lines.push(formatOperation(operation));
  }
  return `${lines.join('\n')}\n`;
}

function formatOperation({ method, parameters, body, response }: RestOperation): string {
  const parts: string[] = [method];
  if (parameters.length > 0) parts.push(`?${formatFields(parameters)}`);
  if (body !== null) parts.push(`<${body}`);
  const answer = formatResponse(response);
  if (answer !== '') parts.push(`>${answer}`);
  if (parts.some((part) => part.includes(' '))) throw malformed(parts.join(' '));
  return ` ${parts.join(' ')}`;
}

function formatResponse(response: RestResponse): string {
  switch (response.kind) {
    case 'value':
      return formatType(response.type);
    case 'list':
      return `list:${formatType(response.of)}`;
    case 'unknown':
      return '';
    default:
      return response.kind;
  }
}

function formatFields(fields: readonly RestField[]): string {
  return fields.map(formatField).join(',');
}

function formatField({ name, type, isRequired, isReadOnly, isWriteOnly }: RestField): string {
  if (/[:,\s]/.test(name)) throw malformed(name);
  const marks = `${isRequired ? '*' : ''}${isReadOnly ? '-' : ''}${isWriteOnly ? '+' : ''}`;
  return `${marks}${name}:${formatType(type)}`;
}

function formatType(type: RestType): string {
  return `${formatBareType(type)}${type.isNullable ? '?' : ''}`;
}

function formatBareType(type: RestType): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'shape':
      return type.shape;
    case 'list':
      return `${formatType(type.of)}[]`;
    case 'choice':
      return formatChoice(type.values);
  }
}

function formatChoice(values: readonly (string | number)[]): string {
  const texts = values.map(String);
  if (texts.some((text) => text === '' || /[|,?\n]|\[\]$/.test(text))) throw malformed(texts.join('|'));
  return `${typeof values[0] === 'number' ? '#' : '='}${texts.join('|')}`;
}

function malformed(text: string): Error {
  return new Error(`Malformed text in the REST catalogue: ${text}`);
}

function beforeSpace(line: string): string {
  return line.slice(0, Math.max(0, line.indexOf(' ')));
}

function afterSpace(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}

/**
 * Turns an OpenAPI description of PostHog's API into the REST catalogue. Pure: the file is read elsewhere.
 *
 * PostHog's description is generated from its code, which tells too much in three places; what cannot be
 * relied on is left out here, since no help is better than a wrong one:
 * - A computed field without a declared type is described as a read-only string, whatever it holds.
 * - A JSON field is described as an object, although it may hold a list as well.
 * - A custom action below a resource (`.../persons/values/`) is described with the resource's own shape.
 */
import {
  parseCatalogue,
  restMethods,
  restScalars,
  type RestCatalogue,
  type RestField,
  type RestMethod,
  type RestOperation,
  type RestResponse,
  type RestScalar,
  type RestType,
} from '../platform/restCatalogueFormat.ts';
import { extraOperations, extraShapes, fieldCorrections } from './restCatalogueCorrections.ts';

type Json = Readonly<Record<string, unknown>>;

/** Longer lists of choices (time zones) help nobody who types. */
const mostChoices = 30;

/**
 * @param document an OpenAPI 3.0 document as parsed from YAML.
 * @returns the catalogue, with {@link extraOperations} and the other corrections applied, and with the shapes
 * that its operations reach.
 */
export function convertOpenApi(document: unknown): RestCatalogue {
  const schemas = record(record(record(document)['components'])['schemas']);
  const paths = record(record(document)['paths']);
  const rename = parameterRenamer(Object.keys(paths));
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    restMethods.flatMap((method) => {
      const operation = record(methods)[method];
      if (operation === undefined) return [];
      return [convertOperation(method, path, rename(path), record(operation), paths)];
    }),
  );
  const operations = applyExtraOperations(described).toSorted(byTemplate);
  return { operations, shapes: reachableShapes(operations, allShapes(schemas)) };
}

function convertOperation(
  method: RestMethod,
  path: string,
  template: string,
  operation: Json,
  paths: Json,
): RestOperation {
  const schemaInBody = jsonSchema(operation['requestBody']);
  const bodyShape = shapeName(schemaInBody);
  const isBodyKnown = bodyShape !== undefined && !isBorrowed(bodyShape, path, paths);
  return {
    method,
    template,
    parameters: list(operation['parameters']).map(record).filter(isInQuery).map(convertParameter),
    body: isBodyKnown ? bodyShape : null,
    response: convertResponse(record(operation['responses']), path, paths),
  };
}

function convertResponse(responses: Json, path: string, paths: Json): RestResponse {
  const [status, response] = Object.entries(responses)[0] ?? [];
  if (status === '204') return { kind: 'nothing' };
  if (status === '405') return { kind: 'refused' };
  const schema = jsonSchema(response);
  const name = shapeName(schema);
  if (schema === undefined || (name !== undefined && isBorrowed(name, path, paths)))
    return { kind: 'unknown' };
  const reference = referenceName(schema);
  if (reference?.startsWith('Paginated') === true && name !== undefined) {
    return { kind: 'list', of: { kind: 'shape', shape: name, isNullable: false } };
  }
  return { kind: 'value', type: convertType(schema) };
}

function isInQuery(parameter: Json): boolean {
  return parameter['in'] === 'query';
}

function convertParameter(parameter: Json): RestField {
  return {
    name: text(parameter['name']),
    type: convertType(record(parameter['schema'])),
    isRequired: parameter['required'] === true,
    isReadOnly: false,
    isWriteOnly: false,
  };
}

function allShapes(schemas: Json): ReadonlyMap<string, readonly RestField[]> {
  const corrections = parseCatalogue(fieldCorrections).shapes;
  const shapes = new Map(parseCatalogue(extraShapes).shapes);
  for (const [name, schema] of Object.entries(schemas)) {
    const fields = convertFields(record(schema));
    const corrected = corrections.get(name) ?? [];
    shapes.set(
      name,
      fields.map((field) => corrected.find((correction) => correction.name === field.name) ?? field),
    );
  }
  return shapes;
}

function convertFields(schema: Json): readonly RestField[] {
  const required = list(schema['required']);
  return Object.entries(record(schema['properties'])).map(([name, field]) => {
    const isReadOnly = record(field)['readOnly'] === true;
    return {
      name,
      type: isReadOnly && isBareString(record(field)) ? anyType : convertType(record(field)),
      // What is read only is always sent by PostHog, and never asked for.
      isRequired: !isReadOnly && required.includes(name),
      isReadOnly,
      isWriteOnly: record(field)['writeOnly'] === true,
    };
  });
}

/** A string about which nothing else is said: a computed field, of which nobody declared the type. */
function isBareString(schema: Json): boolean {
  const said = Object.keys(schema).filter((key) => !['readOnly', 'description', 'title'].includes(key));
  return schema['type'] === 'string' && said.length === 1;
}

const anyType: RestType = { kind: 'scalar', scalar: 'any', isNullable: false };

function convertType(schema: Json): RestType {
  const isNullable = schema['nullable'] === true;
  const [only] = list(schema['allOf']);
  const name = referenceName(schema) ?? (only === undefined ? undefined : referenceName(record(only)));
  if (name !== undefined) return { kind: 'shape', shape: withoutPatched(name), isNullable };
  if (schema['type'] === 'array') {
    return { kind: 'list', of: convertType(record(schema['items'])), isNullable };
  }
  const values = list(schema['enum']).filter((value) => value !== null && value !== '');
  if (values.length > 0 && values.length <= mostChoices) return convertChoice(values, isNullable);
  return { kind: 'scalar', scalar: convertScalar(schema), isNullable };
}

function convertChoice(values: readonly unknown[], isNullable: boolean): RestType {
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value === 'string');
  return { kind: 'choice', values: numbers.length > 0 ? numbers : texts, isNullable };
}

function convertScalar(schema: Json): RestScalar {
  const type = schema['type'];
  if (type === 'object') return 'json';
  const name = type === 'string' ? (schema['format'] ?? 'string') : type;
  return restScalars.find((scalar) => scalar === name) ?? (type === 'string' ? 'string' : 'any');
}

/** The shape a body or response carries, without a list and the wrappers `Paginated...List` and `Patched...`. */
function shapeName(schema: Json | undefined): string | undefined {
  if (schema === undefined) return undefined;
  if (schema['type'] === 'array') return shapeName(record(schema['items']));
  const reference = referenceName(schema);
  if (reference === undefined) return undefined;
  const item = /^Paginated(.+)List$/.exec(reference)?.[1];
  return item ?? withoutPatched(reference);
}

/** A `Patched` shape is the shape itself with nothing required, which the method PATCH says already. */
function withoutPatched(name: string): string {
  return name.replace(/^Patched/, '');
}

function referenceName(schema: Json): string | undefined {
  const reference = schema['$ref'];
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

function jsonSchema(carrier: unknown): Json | undefined {
  const schema = record(record(record(carrier)['content'])['application/json'])['schema'];
  return schema === undefined ? undefined : record(schema);
}

/**
 * Whether a path carries the shape of a resource above it. A resource has its shape at `things/` and at
 * `things/{id}/`; any other path with that shape is a custom action, and the shape is only the default of its
 * class rather than what it takes or answers.
 */
function isBorrowed(shape: string, path: string, paths: Json): boolean {
  const parent = parentPath(path);
  const start = isParameter(lastSegment(path)) && parent !== undefined ? parentPath(parent) : parent;
  for (let above = start; above !== undefined; above = parentPath(above)) {
    if (shapesAt(record(paths[above])).includes(shape)) return true;
  }
  return false;
}

function shapesAt(methods: Json): readonly (string | undefined)[] {
  return Object.values(methods)
    .map(record)
    .flatMap((operation) => [
      shapeName(jsonSchema(operation['requestBody'])),
      ...Object.values(record(operation['responses'])).map((response) => shapeName(jsonSchema(response))),
    ]);
}

function parentPath(path: string): string | undefined {
  const parent = path.replace(/[^/]+\/$/, '');
  return parent === path || parent === '/' ? undefined : parent;
}

function lastSegment(path: string): string {
  return path.split('/').at(-2) ?? '';
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

/**
 * One name for each parameter, whatever the path that goes through it: the most telling one, so that
 * `{id}` and `{parent_lookup_plugin_config_id}` at one place are both `{plugin_config_id}`.
 */
function parameterRenamer(paths: readonly string[]): (path: string) => string {
  const names = new Map<string, string>();
  for (const path of paths) {
    for (const [place, segment] of places(path)) {
      if (!isParameter(segment)) continue;
      const name = tidyParameter(segment);
      if (names.get(place) === undefined || names.get(place) === '{id}') names.set(place, name);
    }
  }
  return (path) => {
    const segments = [...places(path)].map(([place, segment]) => names.get(place) ?? segment);
    return `/${segments.join('/')}/`;
  };
}

/** Each segment with its place: the segments up to it, with every parameter written as `{}`. */
function places(path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let place = '';
  for (const segment of path.split('/').filter((part) => part !== '')) {
    place += `/${isParameter(segment) ? '{}' : segment}`;
    found.set(place, segment);
  }
  return found;
}

function tidyParameter(segment: string): string {
  return segment.replace('{parent_lookup_', '{').replace('__', '_');
}

/** Extra operations stand for the described ones of the same path and method. */
function applyExtraOperations(described: readonly RestOperation[]): readonly RestOperation[] {
  const extra = parseCatalogue(extraOperations).operations;
  const kept = described.filter((operation) => !extra.some((other) => isSameCall(operation, other)));
  return [...kept, ...extra];
}

function isSameCall(a: RestOperation, b: RestOperation): boolean {
  return a.template === b.template && a.method === b.method;
}

function byTemplate(a: RestOperation, b: RestOperation): number {
  if (a.template !== b.template) return a.template < b.template ? -1 : 1;
  return restMethods.indexOf(a.method) - restMethods.indexOf(b.method);
}

/** The shapes that the operations name, and those that these name in turn, in alphabetical order. */
function reachableShapes(
  operations: readonly RestOperation[],
  shapes: ReadonlyMap<string, readonly RestField[]>,
): ReadonlyMap<string, readonly RestField[]> {
  const reached = new Map<string, readonly RestField[]>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    const fields = shapes.get(name);
    if (fields === undefined)
      throw new Error(`The description names the shape ${name} and does not have it.`);
    reached.set(name, fields);
    for (const field of fields) visitType(field.type);
  };
  const visitType = (type: RestType): void => {
    if (type.kind === 'list') visitType(type.of);
    if (type.kind === 'shape') visit(type.shape);
  };
  for (const { parameters, body, response } of operations) {
    for (const parameter of parameters) visitType(parameter.type);
    if (body !== null) visit(body);
    if (response.kind === 'value') visitType(response.type);
    if (response.kind === 'list') visitType(response.of);
  }
  return new Map([...reached].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('The description holds a parameter without a name.');
  return value;
}

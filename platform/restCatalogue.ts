/**
 * PostHog's REST API as an app calls it through `posthog.api`: which paths there are, what each takes and
 * answers. The data is of 2023 and comes from an OpenAPI description (reference 8.2); it is read on first use.
 */
import { normalizePath } from './ingestion.ts';
import { restCatalogueText } from './restCatalogue.generated.ts';
import {
  parseCatalogue,
  type RestCatalogue,
  type RestField,
  type RestMethod,
  type RestOperation,
} from './restCatalogueFormat.ts';

/** What may stand for the id of the project that the app runs in (reference 1.2.6). */
export const currentProject = '@current';

/** One segment that may follow a path while it is typed. */
export interface RestSegment {
  /** What to write: a word, `@current`, or a placeholder such as `{id}`. */
  readonly text: string;
  /** Whether the author has to put a value in place of the text. */
  readonly isPlaceholder: boolean;
  /** Whether it begins an old route without a project, whose project the token decides (reference 8.1). */
  readonly isLegacy: boolean;
  /** Methods that a path ending in this segment takes. */
  readonly methods: readonly RestMethod[];
  readonly hasChildren: boolean;
}

/** What a concrete path means. */
export interface RestPathMatch {
  /** The template in the catalogue; for an old route, that of the resource it stands for. */
  readonly template: string;
  /** The text at each placeholder of the path, such as `project_id` → `@current`. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly operations: readonly RestOperation[];
  readonly isLegacy: boolean;
}

/** Old routes under `/api/` and the resource each is another name of (reference 8.1). */
export const legacyRoutes: Readonly<Record<string, string>> = {
  event: '/api/projects/{project_id}/events/',
  person: '/api/projects/{project_id}/persons/',
  action: '/api/projects/{project_id}/actions/',
  insight: '/api/projects/{project_id}/insights/',
  feature_flag: '/api/projects/{project_id}/feature_flags/',
  annotation: '/api/projects/{project_id}/annotations/',
  cohort: '/api/projects/{project_id}/cohorts/',
  plugin: '/api/organizations/{organization_id}/plugins/',
  plugin_config: '/api/projects/{project_id}/plugin_configs/',
};

interface PathNode {
  readonly words: Map<string, PathNode>;
  readonly operations: RestOperation[];
  placeholder: { readonly name: string; readonly node: PathNode } | undefined;
}

interface PathIndex {
  readonly catalogue: RestCatalogue;
  readonly root: PathNode;
}

let readIndex: PathIndex | undefined;

function pathIndex(): PathIndex {
  readIndex ??= buildIndex(parseCatalogue(restCatalogueText));
  return readIndex;
}

function buildIndex(catalogue: RestCatalogue): PathIndex {
  const root = emptyNode();
  for (const operation of catalogue.operations) {
    nodeAt(root, segmentsOf(operation.template)).operations.push(operation);
  }
  for (const [word, template] of Object.entries(legacyRoutes)) {
    nodeAt(root, ['api']).words.set(word, nodeAt(root, segmentsOf(template)));
  }
  return { catalogue, root };
}

function emptyNode(): PathNode {
  return { words: new Map(), operations: [], placeholder: undefined };
}

/** The node of a template, made where it is missing. */
function nodeAt(root: PathNode, segments: readonly string[]): PathNode {
  let node = root;
  for (const segment of segments) {
    if (isPlaceholder(segment)) {
      node.placeholder ??= { name: segment.slice(1, -1), node: emptyNode() };
      node = node.placeholder.node;
    } else {
      const next = node.words.get(segment) ?? emptyNode();
      node.words.set(segment, next);
      node = next;
    }
  }
  return node;
}

function isPlaceholder(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

/** Segments without the slashes at both ends; PostHog accepts a path with and without the last slash. */
function segmentsOf(path: string): readonly string[] {
  const bare = normalizePath(path);
  return bare === '' ? [] : bare.split('/');
}

/** All of the catalogue: every operation, and every shape by name. */
export function restCatalogue(): RestCatalogue {
  return pathIndex().catalogue;
}

/**
 * The segments that may follow a path while it is typed.
 *
 * @param prefix what is typed so far. What follows its last `/` is the segment being typed: it does not
 * filter, so that the editor can match it as it likes.
 * @param method leaves only segments on the way to an operation with that method.
 * @returns words in alphabetical order, then placeholders; empty where the catalogue knows nothing.
 */
export function childrenOf(prefix: string, method?: RestMethod): readonly RestSegment[] {
  if (/[?#]/.test(prefix)) return [];
  const typed = prefix.replace(/^\//, '').split('/').slice(0, -1);
  let node: PathNode | undefined = pathIndex().root;
  for (const segment of typed) node = node === undefined ? undefined : childNode(node, segment);
  if (node === undefined) return [];
  const isBelowApi = typed.length === 1;
  const words = [...node.words].map(([text, child]) =>
    segmentFor(text, child, isBelowApi && Object.hasOwn(legacyRoutes, text)),
  );
  const { placeholder } = node;
  if (placeholder?.name === 'project_id') words.push(segmentFor(currentProject, placeholder.node, false));
  if (placeholder !== undefined) words.push(segmentFor(`{${placeholder.name}}`, placeholder.node, false));
  const leadsToMethod = (segment: RestSegment): boolean => {
    const child = nodeFor(node, segment.text);
    return method === undefined || (child !== undefined && hasMethod(child, method));
  };
  return words.filter(leadsToMethod).toSorted(byPlaceholderThenText);
}

function childNode(node: PathNode, segment: string): PathNode | undefined {
  return segment === '' ? undefined : nodeFor(node, segment);
}

function nodeFor(node: PathNode, segment: string): PathNode | undefined {
  return node.words.get(segment) ?? node.placeholder?.node;
}

function segmentFor(text: string, node: PathNode, isLegacy: boolean): RestSegment {
  return {
    text,
    isPlaceholder: isPlaceholder(text),
    isLegacy,
    methods: node.operations.map((operation) => operation.method),
    hasChildren: node.words.size > 0 || node.placeholder !== undefined,
  };
}

function hasMethod(node: PathNode, method: RestMethod): boolean {
  if (node.operations.some((operation) => operation.method === method)) return true;
  const children = [...node.words.values()];
  if (node.placeholder !== undefined) children.push(node.placeholder.node);
  return children.some((child) => hasMethod(child, method));
}

function byPlaceholderThenText(a: RestSegment, b: RestSegment): number {
  if (a.isPlaceholder !== b.isPlaceholder) return a.isPlaceholder ? 1 : -1;
  return a.text < b.text ? -1 : 1;
}

/**
 * Finds the template that a path is an instance of. A word wins over a placeholder, as in PostHog's router.
 *
 * @param path as given to `posthog.api`: leading and trailing slash, query and fragment do not matter. A
 * segment that is not known (an expression) may be any text, such as `{}`.
 * @returns undefined for a path that the catalogue does not have.
 */
export function matchPath(path: string): RestPathMatch | undefined {
  const segments = segmentsOf(path);
  const isLegacy = segments[0] === 'api' && Object.hasOwn(legacyRoutes, segments[1] ?? '');
  const found = matchFrom(pathIndex().root, segments, []);
  const template = found?.node.operations[0]?.template;
  if (found === undefined || template === undefined) return undefined;
  return { template, parameters: new Map(found.values), operations: found.node.operations, isLegacy };
}

type PlaceholderValues = readonly (readonly [string, string])[];

interface NodeMatch {
  readonly node: PathNode;
  readonly values: PlaceholderValues;
}

function matchFrom(
  node: PathNode,
  path: readonly string[],
  values: PlaceholderValues,
): NodeMatch | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined) return node.operations.length > 0 ? { node, values } : undefined;
  if (segment === '') return undefined;
  const word = node.words.get(segment);
  const byWord = word === undefined ? undefined : matchFrom(word, rest, values);
  if (byWord !== undefined || node.placeholder === undefined) return byWord;
  const { name, node: child } = node.placeholder;
  return matchFrom(child, rest, [...values, [name, segment]]);
}

/** The operation of a method on a path, or undefined where the catalogue has none. */
export function operationFor(method: RestMethod, path: string): RestOperation | undefined {
  return matchPath(path)?.operations.find((operation) => operation.method === method);
}

/** Every path that takes the method, with `@current` for the project, such as `/api/projects/@current/events/`. */
export function pathsFor(method: RestMethod): readonly string[] {
  return restCatalogue()
    .operations.filter((operation) => operation.method === method)
    .map((operation) => operation.template.replace('{project_id}', currentProject));
}

/** The fields of a shape, or none for a name that is not in the catalogue. */
export function fieldsOf(shape: string): readonly RestField[] {
  return restCatalogue().shapes.get(shape) ?? [];
}

/**
 * The keys that `data` may have in a call: query parameters for GET, keys of the JSON body for POST, PUT and
 * PATCH, none for DELETE, whose data no server ever sent (reference 1.2.3). What only PostHog sets is left
 * out, and nothing is required in a PATCH.
 */
export function dataFieldsOf(operation: RestOperation): readonly RestField[] {
  if (operation.method === 'get') return operation.parameters;
  if (operation.method === 'delete' || operation.body === null) return [];
  const fields = fieldsOf(operation.body).filter((field) => !field.isReadOnly);
  return operation.method === 'patch' ? fields.map((field) => ({ ...field, isRequired: false })) : fields;
}

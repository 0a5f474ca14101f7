/**
 * The REST catalogue as TypeScript declarations, which give `await response.json()` its type by the path of the call:
 * overloads of the methods of `posthog.api`, and what each path answers. The editor's own support does not get them:
 * the catalogue is of one year, and a type that a later PostHog does not keep must never be an error in somebody's
 * code. For the same reason each object may have more than what is listed.
 */
import { legacyRoutes, restCatalogue } from './restCatalogue.ts';
import { type RestField, type RestMethod, type RestOperation, restMethods } from './restCatalogueFormat.ts';
import { memberName, restTypeText } from './restTypes.ts';

/** Paths as a tree of their segments. */
interface Branch {
  readonly segments: Map<string, Branch>;
  readonly answers: Map<RestMethod, string>;
}

/** Stands for a segment that may be anything. */
const anySegment = '{}';

/** The declarations, to be put beside globals.d.ts. */
export function restDeclarations(): string {
  const { shapes, operations } = restCatalogue();
  const root = emptyBranch();
  for (const operation of operations) addOperation(root, operation);
  return `declare namespace PostHogApp {
  interface Api {
${restMethods.map(overload).join('\n')}
  }
  /** What PostHog's REST API answers, as of 2023. */
  namespace Rest {
    /** One page of a list. */
    interface Page<Item> {
      count?: number;
      /** Address of the next page; null on the last one. */
      next: string | null;
      previous: string | null;
      results: Item[];
      [more: string]: any;
    }
${[...shapes].map(([name, fields]) => shapeText(name, fields)).join('\n')}
    interface Paths ${branchText(root, true)}
    type Bare<Path extends string> = Path extends \`\${infer Rest}?\${string}\` ? Bare<Rest>
      : Path extends \`/\${infer Rest}\` ? Bare<Rest>
      : Path extends \`\${infer Rest}/\` ? Bare<Rest>
      : Path;
    type Next<Tree, Segment extends string> = Segment extends keyof Tree ? Tree[Segment]
      : '${anySegment}' extends keyof Tree ? Tree['${anySegment}']
      : unknown;
    type At<Tree, Path extends string> = Path extends \`\${infer Segment}/\${infer Rest}\` ? At<Next<Tree, Segment>, Rest> : Next<Tree, Path>;
    type Answer<Method extends string, Path extends string> = string extends Path ? any
      : At<Paths, Bare<Path>> extends { [name in \`#\${Method}\`]: infer Data } ? Data
      : any;
  }
}
`;
}

function overload(method: RestMethod): string {
  return `    ${method}<Path extends string>(path: Path, options?: ApiMethodOptions): Promise<Response<Rest.Answer<'${method}', Path>>>;`;
}

function shapeText(name: string, fields: readonly RestField[]): string {
  const members = fields
    .filter((field) => !field.isWriteOnly)
    .map((field) => `      ${memberName(field.name)}: ${restTypeText(field.type, 'named')};`);
  return `    interface ${name} {\n${members.join('\n')}\n      [more: string]: any;\n    }`;
}

function emptyBranch(): Branch {
  return { segments: new Map(), answers: new Map() };
}

function addOperation(root: Branch, { template, method, response }: RestOperation): void {
  const type =
    response.kind === 'value'
      ? restTypeText(response.type, 'named')
      : response.kind === 'list'
        ? `Page<${restTypeText(response.of, 'named')}>`
        : undefined;
  if (type === undefined || type === 'any') return;
  let branch = root;
  for (const part of template.split('/').filter(Boolean)) {
    const segment = part.startsWith('{') ? anySegment : part;
    const next = branch.segments.get(segment) ?? emptyBranch();
    branch.segments.set(segment, next);
    branch = next;
  }
  branch.answers.set(method, type);
}

function branchText({ segments, answers }: Branch, isRoot: boolean): string {
  const members = [
    ...[...answers].map(([method, type]) => `'#${method}': ${type}`),
    ...[...segments].map(
      ([segment, branch]) =>
        `'${segment}': ${segment === 'api' && isRoot ? apiText(branch) : branchText(branch, false)}`,
    ),
  ];
  return `{ ${members.join('; ')} }`;
}

/** Below `/api/` there are old names for what stands below a project. */
function apiText(branch: Branch): string {
  const old = Object.entries(legacyRoutes).map(([word, template]) => {
    const keys = template.split('/').filter(Boolean);
    return `'${word}': Paths${keys.map((key) => `['${key.startsWith('{') ? anySegment : key}']`).join('')}`;
  });
  return `${branchText(branch, false).slice(0, -2)}; ${old.join('; ')} }`;
}

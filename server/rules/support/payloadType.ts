/** The type of the payload of a job: what the code of the app enqueues it with, else what `plugin.json` asks for. */
import { getNodeValue, parseTree } from 'jsonc-parser';
import ts from 'typescript';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { appCode } from './appCode.ts';
import { isComplete, nameOf, objectOf } from './objectLiterals.ts';
import { isPath, ValuePaths } from './valuePaths.ts';

/** How deep objects are written into each other. */
const maxDepth = 3;

/**
 * The text of the type of a payload; undefined where the app says nothing of it.
 *
 * @param name of the job.
 * @param job its function, where there is one: what that enqueues itself with, for another try, is what it was given.
 */
export function payloadType(
  app: AppProgram,
  name: string,
  job?: ts.FunctionLikeDeclaration,
): string | undefined {
  const checker = app.program.getTypeChecker();
  const payloads = enqueued(app, name, job, checker);
  return payloads.length === 0 ? publicPayload(app, name) : mergedText(payloads, checker, maxDepth);
}

/** What `meta.jobs.<name>` is called with, in all files of the app and outside of the job: the literal where it is one. */
function enqueued(
  app: AppProgram,
  name: string,
  job: ts.FunctionLikeDeclaration | undefined,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const { files, lifecycle } = appCode(app);
  const values = new ValuePaths(checker, lifecycle, files);
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (node === job) return;
    if (ts.isCallExpression(node)) {
      const [payload] = node.arguments;
      if (payload !== undefined && isPath(values.of(node.expression), 'meta', ['jobs', name])) {
        const literal = objectOf(payload, values);
        found.push(literal !== undefined && isComplete(literal, values) ? literal : payload);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of app.files) if (file.text.includes(name)) visit(file);
  return found;
}

/** The type that fits all of some values; objects that are written out have the members of each. */
function mergedText(values: readonly ts.Expression[], checker: ts.TypeChecker, depth: number): string {
  const objects = values.flatMap((value) => membersOf(value) ?? []);
  if (objects.length < values.length || depth === 0) {
    const texts = new Set(values.map((value) => plainText(value, checker)));
    return texts.has('any') ? 'any' : [...texts].join(' | ');
  }
  const names = new Set(objects.flatMap((members) => [...members.keys()]));
  const members = [...names].map((name) => {
    const given = objects.flatMap((one) => one.get(name) ?? []);
    return `${keyText(name)}${given.length < objects.length ? '?' : ''}: ${mergedText(given, checker, depth - 1)}`;
  });
  return members.length === 0 ? 'any' : `{ ${members.join('; ')} }`;
}

function keyText(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

/** The members of an object that is written out whole. */
function membersOf(value: ts.Expression): ReadonlyMap<string, ts.Expression> | undefined {
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const members = new Map<string, ts.Expression>();
  for (const property of value.properties) {
    const name = nameOf(property);
    if (name === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) members.set(name, property.initializer);
    else if (ts.isShorthandPropertyAssignment(property)) members.set(name, property.name);
    else return undefined;
  }
  return members;
}

/** The type of a value in words that every file knows. */
function plainText(value: ts.Expression, checker: ts.TypeChecker): string {
  const shorthand = ts.isShorthandPropertyAssignment(value.parent)
    ? checker.getShorthandAssignmentValueSymbol(value.parent)
    : undefined;
  const type =
    shorthand === undefined
      ? checker.getTypeAtLocation(value)
      : checker.getTypeOfSymbolAtLocation(shorthand, value);
  const text = checker.typeToString(
    checker.getBaseTypeOfLiteralType(type),
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType,
  );
  // Dates arrive as texts, and an absent value may be there another time.
  if (text === 'Date') return 'string';
  return /^(?:string|number|boolean|null|PostHogApp\.(?:PluginEvent|ProcessedPluginEvent)|\[\]| \| )+$/.test(
    text,
  ) && text !== 'null'
    ? text
    : 'any';
}

const typesOfFields: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
};

/** What people fill in before they start the job by its button. */
function publicPayload({ manifestText }: AppProgram, name: string): string | undefined {
  const tree = parseTree(manifestText);
  const manifest: unknown = tree === undefined ? undefined : getNodeValue(tree);
  const payload = memberOf(memberOf(memberOf(manifest, 'publicJobs'), name), 'payload');
  if (typeof payload !== 'object' || payload === null) return undefined;
  const members = Object.entries(payload).map(([key, field]) => {
    const type = memberOf(field, 'type');
    const mark = memberOf(field, 'required') === true ? '' : '?';
    return `${keyText(key)}${mark}: ${(typeof type === 'string' ? typesOfFields[type] : undefined) ?? 'any'}`;
  });
  return members.length === 0 ? undefined : `{ ${members.join('; ')} }`;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

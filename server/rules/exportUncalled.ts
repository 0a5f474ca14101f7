/**
 * export-uncalled: some names look like those that PostHog calls, but it calls them never (reference 2.3); and what is
 * exported under a name that it does call, and is no function, it cannot call (reference 2.1, 3.7).
 *
 * ```js
 * export function runEvery5Minutes() {}
 * ```
 */
import ts from 'typescript';
import { jobsExport, lifecycleExport, lifecycleExports, metricsExport } from '../../platform/lifecycle.ts';
import { collectionsOf } from '../analysis/exportedCollections.ts';
import { nameOfValue } from '../analysis/exportName.ts';
import { forEachTopLevelValue, withoutWrapping } from '../analysis/lifecycleFunctions.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, replace, replaceValue } from './support/edits.ts';
import { letterDistance } from '../../platform/similarName.ts';
import type { NoFunction } from './support/noFunctions.ts';
import type { ValuePaths } from './support/valuePaths.ts';
import type { Fix } from '../analysis/finding.ts';

/** Names of the types of the scaffold that no server calls, and slips of the pen. */
const never: ReadonlyMap<string, string | null> = new Map([
  ['filterEvent', null],
  ['modifyEvent', 'processEvent'],
  ['onEventWithPostHogEvent', 'onEvent'],
  ['setup', 'setupPlugin'],
  ['teardown', 'teardownPlugin'],
  ['processEvents', 'processEvent'],
  ['onEvents', 'onEvent'],
  ['exportEvent', 'exportEvents'],
]);

/** Names that a helper might have as well: those are reported for files that export nothing PostHog calls. */
const isCommonWord = /^(setup|teardown|processEvents|onEvents|exportEvent|filterEvent|modifyEvent)$/;

export const exportUncalled: NodeRule = {
  name: 'export-uncalled',
  create: ({ app, isBuilt, lifecycle, noFunctions, profile, report, values }) => ({
    file(file) {
      if (!isBuilt && file.fileName !== app.entryFile) return;
      const hasOwn = new Set(lifecycle.map(({ name }) => name));
      const told = new Set<string>();
      for (const name of exportedNames(file)) {
        if (told.has(name.text)) continue;
        told.add(name.text);
        if (profile === 'plugin-server-1.10.5' && lifecycleExport(name.text)?.isNewer === true) {
          report(name, `PostHog of October 2021 does not call ${name.text} yet. Use onEvent.`);
          continue;
        }
        const right = rightName(name.text);
        if (right === undefined || lifecycleExport(name.text) !== undefined) continue;
        // Beside the right one, a name that is nearly the same is a helper.
        if (!name.text.startsWith('runEvery') && !never.has(name.text) && hasOwn.has(right ?? '')) continue;
        if (isCommonWord.test(name.text) && (isBuilt || (right !== null && hasOwn.has(right)))) continue;
        // A helper that the app calls itself may have any name, and a short one more than that.
        if (!name.text.startsWith('runEvery') && isCalled(name, values)) continue;
        if (isShort(name.text) && isMentioned(name, values)) continue;
        report(name, messageFor(name.text, right), fixes(name, right, hasOwn, values));
      }
      const collections = collectionsOf([file]);
      for (const { name, right } of misnamedCollections(file)) {
        const isThere = collections[right].members.length > 0 || !collections[right].isWhole;
        if (isThere || isMentioned(name, values)) continue;
        report(name, `PostHog never reads ${name.text}. Use ${right}.`, fixes(name, right, hasOwn, values));
      }
    },
    end() {
      for (const found of noFunctions()) report(found.place, noFunctionMessage(found));
    },
  }),
};

/** Null for a name without a right one; undefined for a name that is fine. */
function rightName(name: string): string | null | undefined {
  if (!name.startsWith('runEvery')) return never.has(name) ? never.get(name) : slipOf(name);
  if (/hour/i.test(name)) return 'runEveryHour';
  return /day|week|month/i.test(name) ? 'runEveryDay' : 'runEveryMinute';
}

/** Shorter names are more often meant as they are, and of these only what nothing else speaks for is reported. */
const leastLength = 6;

/** Names of fewer letters than any that PostHog calls. */
function isShort(name: string): boolean {
  return name.length < 'onEvent'.length;
}

/** The export that somebody meant who wrote a letter wrong. */
function slipOf(name: string): string | undefined {
  if (name.length < leastLength) return undefined;
  const limit = name.length < 11 ? 1 : 2;
  return lifecycleExports.find(
    (candidate) => letterDistance(name.toLowerCase(), candidate.name.toLowerCase()) <= limit,
  )?.name;
}

function messageFor(name: string, right: string | null): string {
  if (name.startsWith('runEvery')) {
    // Another name of the same time lacks nothing but the right letters.
    const isSlip = right !== null && letterDistance(name.toLowerCase(), right.toLowerCase()) <= 1;
    const more = isSlip ? '' : ', and keep the time of the last run in meta.storage';
    return `PostHog never runs ${name}: there are only runEveryMinute, runEveryHour and runEveryDay. Use ${right}${more}.`;
  }
  const advice = right === null ? 'Return null from processEvent to drop an event.' : `Use ${right}.`;
  return `PostHog never calls ${name}. ${advice}`;
}

function noFunctionMessage({ isFalsy, kind, name }: NoFunction): string {
  const is = `The export ${name} is ${kind}`;
  if (name === jobsExport && kind === 'an array')
    return `${is} without a function, so none of its jobs can run. Write ${name} = { name: async (payload, meta) => { … } }.`;
  if (name === jobsExport)
    return `${is}, not an object, so PostHog finds no job there. Write ${name} = { name: async (payload, meta) => { … } }.`;
  if (name === metricsExport && kind === 'an array')
    return `${is}, not an object, so PostHog takes its texts for kinds of metrics, and does not load the app. Write ${name} = { name: 'sum' }.`;
  if (name === metricsExport && kind === 'a text')
    return `${is}, not an object of metrics. Write ${name} = { name: 'sum' }.`;
  if (name === metricsExport)
    return `${is}, not an object, so PostHog finds no metric there. Write ${name} = { name: 'sum' }.`;
  // What counts as false is passed over when the name is looked for, and of schedules only functions are taken.
  if (isFalsy || name.startsWith('runEvery'))
    return `${is}, so PostHog finds no function there and never runs it. Export a function.`;
  if (kind === 'a class')
    return `${is}, which PostHog calls without new, so that each call throws. Export a function.`;
  return `${is}, not a function, so PostHog cannot call it. Export a function.`;
}

/** The object of `module.exports = {…}` and `export default {…}`. */
function exportedObject(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  const assigned =
    ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)
      ? statement.expression
      : undefined;
  const isWhole = /^(?:module\.)?exports$/.test(assigned?.left.getText() ?? '');
  const value = ts.isExportAssignment(statement)
    ? statement.expression
    : isWhole
      ? assigned?.right
      : undefined;
  const inner = value === undefined ? undefined : withoutWrapping(value);
  return inner !== undefined && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

/** The names of the functions that a file exports, where they stand. */
function exportedNames(file: ts.SourceFile): readonly ts.Identifier[] {
  const found = new Set<ts.Identifier>();
  forEachTopLevelValue(file, (_name, value, isExported) => {
    const isFunction = ts.isFunctionLike(withoutWrapping(value));
    const place = isExported && isFunction ? nameOfValue(value) : undefined;
    if (place !== undefined && ts.isIdentifier(place)) found.add(place);
  });
  // `module.exports = { name }` gives the function a second time, under its own name.
  for (const statement of file.statements) {
    const properties = exportedObject(statement)?.properties ?? [];
    for (const property of properties) {
      if (ts.isShorthandPropertyAssignment(property)) found.add(property.name);
    }
  }
  return [...found];
}

interface Misnamed {
  readonly name: ts.Identifier;
  readonly right: typeof jobsExport | typeof metricsExport;
}

/** Exported objects that hold nothing but jobs, or kinds of metrics, under a name that is nearly the right one. */
function misnamedCollections(file: ts.SourceFile): readonly Misnamed[] {
  const found: Misnamed[] = [];
  forEachTopLevelValue(file, (text, value, isExported) => {
    const object = withoutWrapping(value);
    if (!isExported || !ts.isObjectLiteralExpression(object) || object.properties.length === 0) return;
    const name = nameOfValue(value);
    if (name === undefined || !ts.isIdentifier(name)) return;
    const near = (right: string): boolean => text !== right && letterDistance(text.toLowerCase(), right) <= 1;
    if (near(jobsExport) && object.properties.every(isFunctionOfObject))
      found.push({ name, right: jobsExport });
    if (near(metricsExport) && object.properties.every(isKindOfMetric))
      found.push({ name, right: metricsExport });
  });
  return found;
}

function isFunctionOfObject(property: ts.ObjectLiteralElementLike): boolean {
  return (
    ts.isMethodDeclaration(property) ||
    (ts.isPropertyAssignment(property) && ts.isFunctionLike(withoutWrapping(property.initializer)))
  );
}

function isKindOfMetric(property: ts.ObjectLiteralElementLike): boolean {
  const value = ts.isPropertyAssignment(property) ? withoutWrapping(property.initializer) : undefined;
  return value !== undefined && ts.isStringLiteralLike(value) && /^(?:sum|max|min)$/i.test(value.text);
}

function isCalled(name: ts.Identifier, values: ValuePaths): boolean {
  return values.functions
    .usesOf(name)
    .some((use) => ts.isCallExpression(use.parent) && use.parent.expression === use);
}

/** Whether the app says a name in any other place than where it exports it. */
function isMentioned(name: ts.Identifier, { functions }: ValuePaths): boolean {
  return functions
    .named(name.text)
    .some(
      (other) =>
        other !== name &&
        !ts.isShorthandPropertyAssignment(other.parent) &&
        !ts.isExportSpecifier(other.parent),
    );
}

/** Wherever the app names the function, it has the right name then; a shorthand in another object keeps its key. */
function fixes(
  name: ts.Identifier,
  right: string | null,
  taken: ReadonlySet<string>,
  values: ValuePaths,
): readonly Fix[] {
  if (right === null || taken.has(right) || ts.isShorthandPropertyAssignment(name.parent)) return [];
  const declaration = values.declarationOf(name);
  const named = values.functions.named(name.text);
  // Another file has it under a name of its own.
  if (named.some(({ parent }) => ts.isImportSpecifier(parent))) return [];
  const uses = named.filter((use) => {
    if (use === name) return false;
    const { parent } = use;
    // By itself it is a name of the module.
    const isExported = ts.isExportSpecifier(parent) && parent.parent.parent.moduleSpecifier === undefined;
    return isExported || (declaration !== undefined && values.declarationOf(use) === declaration);
  });
  const changes = uses.map((use) => {
    const { parent } = use;
    const isExport = ts.isShorthandPropertyAssignment(parent) && isExportedObject(parent.parent);
    return isExport ? replace(use, right) : replaceValue(use, right);
  });
  return [fix(`Rename to ${right}`, replace(name, right), ...changes)];
}

function isExportedObject(object: ts.ObjectLiteralExpression): boolean {
  const statement = ts.findAncestor(object, ts.isStatement);
  return statement !== undefined && exportedObject(statement) === object;
}

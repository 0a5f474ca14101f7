/** Findings of which the editor's own check of types tells, too: one report is enough, and that one cannot be taken away. */
import ts from 'typescript';
import { assignedConstants } from '../../platform/assignedConstants.ts';
import {
  asksForBrackets,
  checksNull,
  isChecked,
  reportsImplicitAny,
  takesBrowserTypes,
} from '../analysis/environmentFile.ts';
import type { App } from '../analysis/appFolder.ts';
import type { Finding, Span } from '../analysis/finding.ts';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import type { Engine } from '../engine.ts';
import type { LintLevels } from '../lintSettings.ts';
import { codeOf } from '../rules/rule.ts';
import { pathToUri } from '../uris.ts';
import { Answers } from './answers.ts';
import { EditorTypes } from './editorTypes.ts';
import { isAbsenceTold } from './toldOfAbsent.ts';
import { configTold } from './toldOfConfig.ts';
import { isImportTold } from './toldOfImports.ts';
import { isMissingMemberTold, isUnitTold } from './toldOfMembers.ts';
import { isPromiseTold } from './toldOfPromises.ts';

const absentGlobal = codeOf('absent-global');
const undeclaredName = codeOf('undeclared-name');
const undeclaredConfig = codeOf('config-undeclared');
const metaPart = codeOf('meta-part');
const retryError = codeOf('retry-error');
const syntax = codeOf('syntax');
const missingAwait = codeOf('missing-await');
const undeclaredMetric = codeOf('metric-undeclared');
const consoleMethod = codeOf('console-method');
const absentMember = codeOf('absent-member');
const jobUnit = codeOf('job-unit');
const refusedImport = codeOf('import-refused');
const apiResponse = codeOf('api-response');
const told: ReadonlySet<string> = new Set([
  absentGlobal,
  syntax,
  undeclaredName,
  undeclaredConfig,
  metaPart,
  retryError,
  missingAwait,
  undeclaredMetric,
  consoleMethod,
  absentMember,
  jobUnit,
  refusedImport,
  apiResponse,
]);

/** Names of browsers that one may well take for a name of the code: nobody misses a declaration where they are known. */
const ofBrowsers: ReadonlySet<string> = new Set(
  'blur caches close closed confirm event external find focus frames history length name open opener origin parent print prompt screen scroll status stop top'.split(
    ' ',
  ),
);

/**
 * What the editor tells of a finding: `all` of it, or only a `part`. In the second case there is more to say, such as why
 * PostHog lacks a global, where TypeScript may advise to install the types of Node: that stands at the place, and in no list
 * of problems.
 */
export type Telling = 'all' | 'part';

/**
 * Whether the editor reports the same as a finding in a file that is open: a name that nothing declares (TypeScript's error
 * 2304), a part that the type of `meta` does not have (2339), a constant that gets another value (2588), a class that is
 * called without `new` (2348), a global that PostHog lacks (2304, 2580), a promise that is used as its value (2339, 2801), a
 * member that a metric, the console or another object of PostHog has not (2339), a unit of time that is none (2345), a
 * config key that the author's types lack (2339), or one compared with none of its choices (2367, 2678), a module that is
 * not there (2307, 2591). Our fixes are there all the same.
 *
 * @param levels with the editor's setting for JavaScript without a configuration.
 */
export function toldByEditor(
  context: ServerContext,
  engine: Engine,
  app: App,
  levels: LintLevels,
): (finding: Finding) => Telling | undefined {
  const { documents, host } = context;
  const service = engine.serviceOf(app);
  const tellingOf = (rule: string, { file: path, start, length }: Span): boolean | Telling => {
    const document = documents.get(pathToUri(path));
    const file = service.program().program.getSourceFile(path);
    if (document === undefined || file === undefined) return false;
    if (!isChecked(host, { path, text: file.text }, levels['checkJs'] === 'true')) return false;
    if (rule === syntax) {
      return assignedConstants(ts, file).some(({ isCast, name }) => !isCast && name.getStart(file) === start);
    }
    if (rule === undeclaredName) {
      const name = file.text.slice(start, start + length);
      return !ofBrowsers.has(name) || !takesBrowserTypes(host, app);
    }
    const node = nodeBefore(file, start + 1);
    if (rule === retryError) return isCalled(node);
    if (rule === absentGlobal) return isAbsenceTold(context, app, service, node) && 'part';
    if (rule === refusedImport) return isImportTold(context, app, service, node) && 'part';
    if (node === undefined) return false;
    const types = new EditorTypes(context, app, service, path);
    if (rule === metaPart) return isTyped(node, types);
    if (rule === missingAwait) return isPromiseTold(node, types, checksNull(host, path));
    const answers = new Answers(context, { app, engine, path, document, service });
    if (rule === undeclaredMetric || rule === consoleMethod || rule === absentMember)
      return isMissingMemberTold(node, answers, types);
    // It says nothing of what the answer has in the place of that.
    if (rule === apiResponse) return isMissingMemberTold(node, answers, types) && 'part';
    if (rule === jobUnit) return isUnitTold(node, answers, types);
    const strictness = {
      asksForBrackets: asksForBrackets(host, path),
      reportsImplicitAny: reportsImplicitAny(host, path),
    };
    return configTold(node, answers, types, strictness) ?? false;
  };
  return ({ also = [], rule, span }) => {
    if (!told.has(rule)) return undefined;
    for (const place of [span, ...also]) {
      const telling = tellingOf(rule, place);
      if (telling !== false) return telling === true ? 'all' : telling;
    }
    return undefined;
  };
}

/** `RetryError()`, not `new RetryError()`. */
function isCalled(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** Whether the author gave `meta` a type: from us it has one that the editor's own support does not know of. */
function isTyped(node: ts.Node, types: EditorTypes): boolean {
  const { parent } = node;
  const meta = ts.isPropertyAccessExpression(parent) ? parent.expression : parent.parent;
  const whole =
    ts.isObjectBindingPattern(meta) && ts.isVariableDeclaration(meta.parent) ? meta.parent.initializer : meta;
  if (whole === undefined) return false;
  const declaration = ts.isIdentifier(whole)
    ? types.checker.getSymbolAtLocation(whole)?.valueDeclaration
    : whole.parent;
  if (declaration === undefined) return false;
  if (ts.isParameter(declaration)) return types.isTyped(declaration);
  return (types.checker.getTypeAtLocation(whole).flags & ts.TypeFlags.Any) === 0;
}

/**
 * export-uncalled: some names look like those that PostHog calls, but it calls them never (reference 2.3).
 *
 * ```js
 * export function runEvery5Minutes() {}
 * ```
 */
import ts from 'typescript';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { NodeRule } from './nodeRule.ts';
import { exportedObject } from './support/collections.ts';
import { fix, replace } from './support/edits.ts';
import { nameOf } from './support/constants.ts';
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
  create: ({ app, isBuilt, lifecycle, profile, report }) => ({
    file(file) {
      if (!isBuilt && file.fileName !== app.entryFile) return;
      const hasOwn = new Set(lifecycle.map(({ name }) => name));
      for (const name of exportedNames(file)) {
        if (profile === 'plugin-server-1.10.5' && lifecycleExport(name.text)?.isNewer === true) {
          report(name, `PostHog of October 2021 does not call ${name.text} yet. Use onEvent.`);
          continue;
        }
        const right = rightName(name.text);
        if (right === undefined || lifecycleExport(name.text) !== undefined) continue;
        if (isCommonWord.test(name.text) && (isBuilt || (right !== null && hasOwn.has(right)))) continue;
        report(name, messageFor(name.text, right), fixes(name, right, hasOwn));
      }
    },
  }),
};

/** Null for a name without a right one; undefined for a name that is fine. */
function rightName(name: string): string | null | undefined {
  if (!name.startsWith('runEvery')) return never.get(name);
  if (/hour/i.test(name)) return 'runEveryHour';
  return /day|week|month/i.test(name) ? 'runEveryDay' : 'runEveryMinute';
}

function messageFor(name: string, right: string | null): string {
  if (name.startsWith('runEvery')) {
    return `PostHog never runs ${name}: there are only runEveryMinute, runEveryHour and runEveryDay. Use ${right}, and keep the time of the last run in meta.storage.`;
  }
  const advice = right === null ? 'Return null from processEvent to drop an event.' : `Use ${right}.`;
  return `PostHog never calls ${name}. ${advice}`;
}

function exportedNames(file: ts.SourceFile): readonly ts.Identifier[] {
  return file.statements.flatMap((statement): readonly ts.Identifier[] => {
    const object = exportedObject(statement);
    if (object !== undefined) {
      return object.properties.flatMap((property) =>
        nameOf(property) !== undefined && property.name !== undefined && ts.isIdentifier(property.name)
          ? property.name
          : [],
      );
    }
    if (!ts.canHaveModifiers(statement) || !isExported(statement)) return [];
    if (ts.isFunctionDeclaration(statement)) return statement.name === undefined ? [] : [statement.name];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined && ts.isFunctionLike(initializer) ? name : [],
    );
  });
}

function isExported(statement: ts.HasModifiers): boolean {
  const kinds = (ts.getModifiers(statement) ?? []).map(({ kind }) => kind);
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

function fixes(name: ts.Identifier, right: string | null, taken: ReadonlySet<string>): readonly Fix[] {
  if (right === null || taken.has(right) || ts.isShorthandPropertyAssignment(name.parent)) return [];
  return [fix(`Rename to ${right}`, replace(name, right))];
}

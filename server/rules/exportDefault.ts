/**
 * export-default: PostHog looks for functions in an object, and a function or class is none; plain functions of the
 * file are not found either then (reference 2.1).
 *
 * ```js
 * export default function onEvent(event) {}
 * ```
 */
import ts from 'typescript';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { safeFix, replace } from './support/edits.ts';
import { withoutWrapping } from './support/valuePaths.ts';

const message =
  'PostHog finds no function in this default export, and runs nothing of the app that is not exported by name. Export the functions by name.';

export const exportDefault: NodeRule = {
  name: 'export-default',
  create: ({ app, isBuilt, report }) => ({
    file(file) {
      // Only what PostHog loads counts: other files export as they like.
      if (isBuilt || file.fileName !== app.entryFile) return;
      for (const statement of file.statements) {
        if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
          const modifier = ts
            .getModifiers(statement)
            ?.find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
          if (modifier !== undefined) report(modifier, message, fixes(statement, modifier));
        } else if (ts.isExportAssignment(statement) && statement.isExportEquals !== true) {
          const value = withoutWrapping(statement.expression);
          if (ts.isFunctionLike(value) || ts.isClassLike(value)) report(statement.expression, message);
        }
      }
    },
  }),
};

function fixes(statement: ts.FunctionDeclaration | ts.ClassDeclaration, modifier: ts.Node): readonly Fix[] {
  const name = statement.name?.text;
  if (!ts.isFunctionDeclaration(statement) || name === undefined || lifecycleExport(name) === undefined)
    return [];
  const change = replace(modifier, '');
  const span = { ...change.span, length: change.span.length + 1 };
  return [safeFix(`Export ${name} by Name`, { span, newText: '' })];
}

import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { operationFor, restCatalogue } from '../../platform/restCatalogue.ts';
import type { RestMethod } from '../../platform/restCatalogueFormat.ts';
import { responseTypeText, restTypeText } from '../../platform/restTypes.ts';

/** The type text of a response, or a text that no type equals when the operation is unknown. */
function typeOf(method: RestMethod, path: string, depth?: number): string | undefined {
  const operation = operationFor(method, `/api/projects/@current/${path}`);
  return operation === undefined ? 'no operation' : responseTypeText(operation, depth);
}

/** Syntax errors in a type alias with that text. */
function syntaxErrors(type: string): readonly string[] {
  const { diagnostics } = ts.transpileModule(`type T = ${type};`, { reportDiagnostics: true });
  return (diagnostics ?? []).map((diagnostic) =>
    ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
  );
}

describe('responseTypeText', () => {
  test('is TypeScript for every operation, at every depth', () => {
    const types = restCatalogue().operations.flatMap((operation) =>
      [0, 1, 4].flatMap((depth) => responseTypeText(operation, depth) ?? []),
    );
    expect([...new Set(types)].flatMap(syntaxErrors)).toEqual([]);
    expect(syntaxErrors('{ a: }')).not.toEqual([]);
  });

  test('writes the list envelope', () => {
    expect(typeOf('get', 'annotations/')).toMatch(
      /^\{ count\?: number; next: string \| null; previous: string \| null; results: Array<\{ id: number; /,
    );
    expect(typeOf('get', 'groups_types/')).toMatch(/^Array<\{ group_type: any; /);
  });

  test('writes choices, nullable values and nested objects', () => {
    const text = typeOf('post', 'annotations/');
    expect(text).toContain('scope: "dashboard_item" | "project" | "organization"');
    expect(text).toContain('content: string | null');
    expect(text).toContain('created_by: { id: number; uuid: string; ');
  });

  test('stops at the depth it is given', () => {
    expect(typeOf('post', 'annotations/', 1)).toContain('created_by: any');
    expect(typeOf('post', 'annotations/', 0)).toBe('any');
  });

  test('leaves out what only goes in a body', () => {
    expect(typeOf('get', 'dashboards/1/')).not.toContain('use_template');
  });

  test('does not pretend', () => {
    expect(typeOf('get', 'persons/values/')).toBe('any');
    expect(typeOf('get', 'feature_flags/my_flags/')).toBe('any');
    expect(typeOf('delete', 'persons/1/')).toBeUndefined();
    expect(typeOf('delete', 'annotations/1/')).toBeUndefined();
    expect(typeOf('get', 'events/')).toContain('event: string; timestamp: string; person: any');
  });
});

test('a nullable value of any type stays any', () => {
  expect(restTypeText({ kind: 'scalar', scalar: 'json', isNullable: true })).toBe('any');
});

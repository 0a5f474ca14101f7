import { describe, expect, test } from 'vitest';
import {
  childrenOf,
  dataFieldsOf,
  fieldsOf,
  matchPath,
  operationFor,
  pathsFor,
  restCatalogue,
} from '../../platform/restCatalogue.ts';
import { restMethods, type RestMethod, type RestOperation } from '../../platform/restCatalogueFormat.ts';

const { operations, shapes } = restCatalogue();
const templates = [...new Set(operations.map((operation) => operation.template))];

function texts(prefix: string, method?: RestMethod): readonly string[] {
  return childrenOf(prefix, method).map((segment) => segment.text);
}

function names(fields: readonly { readonly name: string }[]): readonly string[] {
  return fields.map((field) => field.name);
}

/** An operation that the test relies on; fails the test when the catalogue lacks it. */
function known(method: RestMethod, path: string): RestOperation {
  const operation = operationFor(method, path);
  if (operation === undefined) throw new Error(`The catalogue has no ${method} ${path}`);
  return operation;
}

describe('matchPath', () => {
  test.each(templates)('finds %s from an instance of it, however it is written', (template) => {
    const path = template.replace('{project_id}', '@current').replaceAll(/\{[^}]+\}/g, '12345');
    for (const written of [
      path,
      path.slice(0, -1),
      path.slice(1),
      `${path}?limit=1&x=/a/b`,
      `${path}#part`,
    ]) {
      expect(matchPath(written)?.template).toBe(template);
    }
    expect(matchPath(template)?.template).toBe(template);
    expect(matchPath(path)?.operations.length).toBeGreaterThan(0);
  });

  test.each(templates)(
    'finds nothing one unknown segment below %s, unless a placeholder takes it',
    (template) => {
      const below = matchPath(`${template}no-such-word/`);
      expect(below === undefined || below.template.endsWith('}/')).toBe(true);
    },
  );

  test('gives the texts at the placeholders', () => {
    const match = matchPath('/api/projects/@current/annotations/5');
    expect(match?.template).toBe('/api/projects/{project_id}/annotations/{id}/');
    expect([...(match?.parameters ?? [])]).toEqual([
      ['project_id', '@current'],
      ['id', '5'],
    ]);
    expect(match?.isLegacy).toBe(false);
  });

  test('prefers a word to a placeholder, and falls back to the placeholder', () => {
    expect(matchPath('/api/projects/1/persons/cohorts')?.template).toMatch(/persons\/cohorts\/$/);
    expect(matchPath('/api/projects/1/persons/cohorts/update_property')?.template).toMatch(
      /persons\/\{id\}\/update_property\/$/,
    );
  });

  test('knows the old routes without a project', () => {
    const match = matchPath('/api/person/7/update_property');
    expect(match?.isLegacy).toBe(true);
    expect(match?.template).toBe('/api/projects/{project_id}/persons/{id}/update_property/');
    expect([...(match?.parameters ?? [])]).toEqual([['id', '7']]);
  });

  test.each([
    '',
    '/',
    '/api',
    '/api/projects//events',
    '//api/projects/1/events',
    '/capture/',
    '/api/projects/1/capture',
    'https://us.posthog.com/api/projects/1/events/',
    '/api/toString/',
    '/api/constructor',
  ])('does not know %j', (path) => {
    expect(matchPath(path)).toBeUndefined();
  });
});

describe('childrenOf', () => {
  test('leads, segment by segment, to every operation', () => {
    const reached = new Set<string>();
    const walk = (prefix: string, method: RestMethod): void => {
      for (const segment of childrenOf(prefix, method)) {
        if (segment.text === '@current' || segment.isLegacy) continue;
        if (segment.methods.includes(method)) reached.add(`${method} ${prefix}${segment.text}/`);
        if (segment.hasChildren) walk(`${prefix}${segment.text}/`, method);
      }
    };
    for (const method of restMethods) walk('/', method);
    expect([...reached].toSorted()).toEqual(
      operations.map(({ method, template }) => `${method} ${template}`).toSorted(),
    );
  });

  test('offers no segment that cannot lead to the method', () => {
    const leadsNowhere = (prefix: string, method: RestMethod): readonly string[] =>
      childrenOf(prefix, method).flatMap((segment) => {
        const path = `${prefix}${segment.text}/`;
        const below = segment.hasChildren ? childrenOf(path, method) : [];
        if (!segment.methods.includes(method) && below.length === 0) return [path];
        return segment.text === '@current' ? [] : leadsNowhere(path, method);
      });
    expect(restMethods.flatMap((method) => leadsNowhere('/', method))).toEqual([]);
  });

  test('offers @current where a project is named, and only there', () => {
    expect(texts('/api/projects/')).toEqual(['@current', '{project_id}']);
    expect(texts('/api/projects/@current/annotations/')).toEqual(['{id}']);
    expect(texts('/api/organizations/')).toEqual(['{organization_id}']);
    expect(texts('/api/users/')).toEqual(['@me']);
  });

  test('takes what follows the last slash for the segment being typed', () => {
    expect(texts('/api/projects/@current/ann')).toEqual(texts('/api/projects/@current/'));
    expect(texts('api/projects/@current/')).toEqual(texts('/api/projects/@current/'));
    expect(texts('')).toEqual(['api']);
  });

  test('puts placeholders last and marks old routes', () => {
    expect(texts('/api/projects/@current/persons/').at(-1)).toBe('{id}');
    const legacy = childrenOf('/api/').filter((segment) => segment.isLegacy);
    expect(legacy.map((segment) => segment.text)).toContain('feature_flag');
    expect(childrenOf('/api/projects/@current/').some((segment) => segment.isLegacy)).toBe(false);
  });

  test.each(['/api/nothing/', '/api/projects/@current/events/?', '/api//', '/api/projects/1/events/1/2/'])(
    'is empty after %j',
    (prefix) => {
      expect(childrenOf(prefix)).toEqual([]);
    },
  );
});

describe('the data', () => {
  test('has the operations that apps use', () => {
    const expected: Readonly<Record<string, readonly RestMethod[]>> = {
      'annotations/': ['get', 'post'],
      'annotations/1/': ['get', 'put', 'patch', 'delete'],
      'events/': ['get'],
      'events/values/': ['get'],
      'persons/1/': ['get', 'put', 'patch', 'delete'],
      'persons/1/split/': ['post'],
      'persons/1/update_property/': ['post'],
      'persons/1/delete_property/': ['post'],
      'insights/trend/': ['get', 'post'],
      'feature_flags/local_evaluation/': ['get'],
      'cohorts/1/persons/': ['get'],
      'groups/related/': ['get'],
      'groups_types/': ['get'],
      'hooks/': ['get', 'post'],
      'plugin_configs/1/job/': ['post'],
      'plugin_configs/1/logs/': ['get'],
      'plugin_configs/rearrange/': ['patch'],
      'query/': ['get', 'post'],
    };
    const found = Object.keys(expected).map((path) => [
      path,
      matchPath(`/api/projects/@current/${path}`)?.operations.map((operation) => operation.method),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test('names only shapes that it has', () => {
    const bodies = operations.flatMap((operation) => (operation.body === null ? [] : [operation.body]));
    expect(bodies.filter((name) => !shapes.has(name))).toEqual([]);
  });

  test('has each operation once', () => {
    const calls = operations.map(({ method, template }) => `${method} ${template}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  test('lists paths by method with @current', () => {
    expect(pathsFor('post')).toContain('/api/projects/@current/annotations/');
    expect(pathsFor('post')).not.toContain('/api/projects/@current/events/');
    expect(pathsFor('get').some((path) => path.includes('{project_id}'))).toBe(false);
  });
});

describe('dataFieldsOf', () => {
  test('gives the body of a POST without what PostHog sets itself', () => {
    const fields = dataFieldsOf(known('post', '/api/projects/@current/annotations/'));
    expect(names(fields)).toEqual(
      expect.arrayContaining(['content', 'date_marker', 'scope', 'creation_type', 'dashboard_item']),
    );
    expect(names(fields)).not.toContain('created_by');
    expect(fields.find((field) => field.name === 'scope')?.type).toMatchObject({
      values: ['dashboard_item', 'project', 'organization'],
    });
  });

  test('gives the query of a GET', () => {
    const fields = dataFieldsOf(known('get', '/api/projects/@current/groups/related'));
    expect(fields.filter((field) => field.isRequired).map((field) => field.name)).toEqual([
      'group_type_index',
      'id',
    ]);
  });

  test('requires nothing in a PATCH and gives nothing for a DELETE', () => {
    const required = (method: RestMethod): boolean =>
      dataFieldsOf(known(method, '/api/projects/@current/feature_flags/1/')).some(
        (field) => field.isRequired,
      );
    expect(required('put')).toBe(true);
    expect(required('patch')).toBe(false);
    expect(dataFieldsOf(known('delete', '/api/projects/@current/persons/1/'))).toEqual([]);
  });

  test('knows the bodies that the description of the API has wrong', () => {
    const keys = (path: string): readonly string[] =>
      names(dataFieldsOf(known('post', `/api/projects/@current/${path}`)));
    expect(keys('persons/1/update_property/')).toEqual(['key', 'value']);
    expect(keys('persons/1/delete_property/')).toEqual(['$unset']);
    expect(keys('plugin_configs/1/job/')).toEqual(['job']);
    expect(names(fieldsOf('PluginJob'))).toEqual(['name', 'payload', 'operation']);
  });

  test('never offers what is read only', () => {
    const readOnly = operations.flatMap(dataFieldsOf).filter((field) => field.isReadOnly);
    expect(readOnly).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { formatCatalogue } from '../../platform/restCatalogueFormat.ts';
import { convertOpenApi } from '../../scripts/openApiToCatalogue.ts';

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const note = {
  type: 'object',
  description: 'A text that must not be kept.',
  required: ['id', 'text'],
  properties: {
    id: { type: 'integer', readOnly: true },
    text: { type: 'string', maxLength: 400, nullable: true },
    computed: { type: 'string', readOnly: true, description: 'Anything.' },
    extra: { type: 'object', additionalProperties: {} },
    level: { type: 'integer', enum: [1, 2] },
    kind: { type: 'string', enum: ['a', 'b', '', null], nullable: true },
    zone: { type: 'string', enum: Array.from({ length: 31 }, (_, index) => `zone ${index}`) },
    at: { type: 'string', format: 'date-time' },
    by: { allOf: [reference('User')], readOnly: true },
    tags: { type: 'array', items: { type: 'string' } },
    password: { type: 'string', writeOnly: true },
  },
};

const document = {
  paths: {
    '/api/projects/{project_id}/notes/': {
      get: {
        description: 'A text that must not be kept.',
        parameters: [
          { in: 'path', name: 'project_id', schema: { type: 'string' } },
          { in: 'query', name: 'limit', schema: { type: 'integer' } },
          { in: 'query', name: 'q', required: true, schema: { type: 'string' } },
        ],
        responses: { 200: json(reference('PaginatedNoteList')) },
      },
      post: { requestBody: json(reference('Note')), responses: { 201: json(reference('Note')) } },
    },
    '/api/projects/{project_id}/notes/{id}/': {
      patch: { requestBody: json(reference('PatchedNote')), responses: { 200: json(reference('Note')) } },
      delete: { responses: { 204: {} } },
    },
    '/api/projects/{project_id}/notes/{parent_lookup_note_id}/history/': {
      get: { responses: { 200: json({ type: 'array', items: reference('Change') }) } },
      delete: { responses: { 405: {} } },
    },
    '/api/projects/{project_id}/notes/{id}/share/': {
      post: { requestBody: json(reference('Note')), responses: { 200: json(reference('Note')) } },
    },
    '/api/projects/{project_id}/notes/count/': { get: { responses: { 200: json(reference('Note')) } } },
  },
  components: {
    schemas: {
      Note: note,
      PatchedNote: { ...note, required: [] },
      PaginatedNoteList: { properties: { results: { type: 'array', items: reference('Note') } } },
      User: { properties: { email: { type: 'string', format: 'email' } } },
      Change: { properties: { at: { type: 'string', format: 'date' } } },
      Property: { properties: {} },
      Unused: { properties: { x: { type: 'string' } } },
    },
  },
};

test('keeps names and types, drops texts, and leaves out what the description cannot know', () => {
  const text = formatCatalogue(convertOpenApi(withEvents(document)));
  expect(linesWith(text, /^(Note|User|Change|Unused) /)).toEqual([
    'Change at:date',
    'Note -id:integer,*text:string?,-computed:any,extra:json,level:#1|2,kind:=a|b?,zone:string,at:date-time,' +
      '-by:User,tags:string[],+password:string',
    'User email:email',
  ]);
  const paths = text.slice(
    text.indexOf('/api/projects/{project_id}/notes/'),
    text.indexOf('/api/projects/{project_id}/persons'),
  );
  expect(paths).toBe(
    [
      '/api/projects/{project_id}/notes/',
      ' get ?limit:integer,*q:string >list:Note',
      ' post <Note >Note',
      '/api/projects/{project_id}/notes/count/',
      ' get',
      '/api/projects/{project_id}/notes/{note_id}/',
      ' patch <Note >Note',
      ' delete >nothing',
      '/api/projects/{project_id}/notes/{note_id}/history/',
      ' get >Change[]',
      ' delete >refused',
      '/api/projects/{project_id}/notes/{note_id}/share/',
      ' post',
      '',
    ].join('\n'),
  );
  expect(text).not.toContain('must not be kept');
});

test('says which shape is missing', () => {
  const { Change: _, ...schemas } = document.components.schemas;
  const broken = { ...document, components: { schemas } };
  expect(() => convertOpenApi(withEvents(broken))).toThrow('names the shape Change');
});

function linesWith(text: string, pattern: RegExp): readonly string[] {
  return text.split('\n').filter((line) => pattern.test(line));
}

/** The corrections name the shape of events, which a description of PostHog always has. */
function withEvents(source: typeof document | { components: { schemas: object } }): object {
  return {
    ...source,
    components: { schemas: { ...source.components.schemas, ClickhouseEvent: { properties: {} } } },
  };
}

import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { restCatalogueText } from '../../platform/restCatalogue.generated.ts';
import { formatCatalogue, parseCatalogue } from '../../platform/restCatalogueFormat.ts';

const small = [
  'Note *text:string?,-id:integer,+secret:string,size:#1|2,kind:=plain text|rich?,tags:string[]?,owner:User',
  'User -id:uuid',
  '/api/notes/',
  ' get ?limit:integer,*q:string >list:Note',
  ' post <Note >Note',
  '/api/notes/{id}/',
  ' get',
  ' delete >nothing',
  '',
].join('\n');

describe('the text form of the REST catalogue', () => {
  test('carries every part of a field', () => {
    const fields = parseCatalogue(small).shapes.get('Note') ?? [];
    expect(fields.map(({ name }) => name)).toEqual(['text', 'id', 'secret', 'size', 'kind', 'tags', 'owner']);
    expect(fields[0]).toEqual({
      name: 'text',
      type: { kind: 'scalar', scalar: 'string', isNullable: true },
      isRequired: true,
      isReadOnly: false,
      isWriteOnly: false,
    });
    expect(fields[1]?.isReadOnly).toBe(true);
    expect(fields[2]?.isWriteOnly).toBe(true);
    expect(fields[3]?.type).toEqual({ kind: 'choice', values: [1, 2], isNullable: false });
    expect(fields[4]?.type).toEqual({ kind: 'choice', values: ['plain text', 'rich'], isNullable: true });
    expect(fields[5]?.type).toMatchObject({ kind: 'list', isNullable: true });
    expect(fields[6]?.type).toEqual({ kind: 'shape', shape: 'User', isNullable: false });
  });

  test('carries every part of an operation', () => {
    const [list, create, read, remove] = parseCatalogue(small).operations;
    expect(list).toMatchObject({ method: 'get', template: '/api/notes/', body: null });
    expect(list?.parameters.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['limit', false],
      ['q', true],
    ]);
    expect(list?.response).toMatchObject({ kind: 'list', of: { shape: 'Note' } });
    expect(create).toMatchObject({ body: 'Note', response: { kind: 'value' } });
    expect(read?.response).toEqual({ kind: 'unknown' });
    expect(remove).toMatchObject({ template: '/api/notes/{id}/', response: { kind: 'nothing' } });
  });

  test('comes back the same after reading and writing', () => {
    expect(formatCatalogue(parseCatalogue(small))).toBe(small);
    expect(formatCatalogue(parseCatalogue(restCatalogueText))).toBe(restCatalogueText.trimStart());
  });

  test.each(['/api/x/\n fetch', ' get', 'Note text', 'Note text:unheard', 'Note text:lower_case'])(
    'refuses %j and quotes it',
    (text) => {
      expect(() => parseCatalogue(text)).toThrow(/Malformed text in the REST catalogue: ./);
    },
  );

  test.each(['a|b', 'a,b', 'a?', 'a[]', ''])('cannot write the choice %j', (value) => {
    const type = { kind: 'choice', values: [value], isNullable: false } as const;
    const field = { name: 'x', type, isRequired: false, isReadOnly: false, isWriteOnly: false };
    expect(() => formatCatalogue({ operations: [], shapes: new Map([['X', [field]]]) })).toThrow('Malformed');
  });

  test('stays small', () => {
    expect(Buffer.byteLength(restCatalogueText)).toBeLessThan(60_000);
    expect(deflateRawSync(restCatalogueText).length).toBeLessThan(15_000);
  });
});

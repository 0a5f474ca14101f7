import { decode } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../platform/manifest.ts';
import { appDeclarations } from '../../../server/analysis/appDeclarations.ts';
import { type Environment, withMapTo } from '../../../server/analysis/environmentMap.ts';

const manifest = `{
  "name": "Mine",\r
  "config": [
    { "key": "site", "type": "string" }, { "type": "string", "key": "other-key" },
    { "markdown": "é" },
    {
      "key": "db", "type": "attachment" },
    { "key": "quo\\u0074ed", "type": "string" },
    { "key": "site", "type": "choice", "choices": ["a"] }
  ]
}
`;

const before = '// Of all apps.\ndeclare namespace PostHogApp {\n  interface App {}\n}\n\n';

/** What stands at both ends of each piece that leads from the declarations to plugin.json. */
function pairsOf({ text, map }: Environment): readonly (readonly [declared: string, source: string])[] {
  const { mappings } = JSON.parse(map ?? '') as { readonly mappings: string };
  const [lines, sources] = [text.split('\n'), manifest.split(/\r\n|\n/)];
  return decode(mappings).flatMap((segments, line) =>
    segments.flatMap((segment, index) => {
      const [column, , sourceLine, sourceColumn] = segment;
      if (sourceLine === undefined || sourceColumn === undefined) return [];
      const [end = 0] = segments[index + 1] ?? [];
      const source = sources[sourceLine]?.slice(sourceColumn, sourceColumn + end - column) ?? '';
      return [[lines[line]?.slice(column, end) ?? '', source] as const];
    }),
  );
}

const sourcesOf = ({ map }: Environment): unknown =>
  (JSON.parse(map ?? '') as { readonly sources: unknown }).sources;

describe('the map from posthog-env.d.ts to plugin.json', () => {
  const declarations = before + appDeclarations(readManifest(JSON.parse(manifest)));
  const mapped = withMapTo(
    { path: '/app/plugin.json', text: manifest },
    declarations,
    '/app/posthog-env.d.ts',
  );

  it('leads from each config key and attachment to its field', () => {
    expect(new Map(pairsOf(mapped))).toEqual(
      new Map([
        ['site', 'site'],
        ['"other-key"', '"other-key"'],
        ['db', 'db'],
      ]),
    );
  });

  it('says of what stands around them that it leads nowhere', () => {
    const { mappings } = JSON.parse(mapped.map ?? '') as {
      readonly mappings: string;
    };
    const isMapped = decode(mappings).flatMap((segments) => segments.map(({ length }) => length > 1));
    expect(isMapped).toEqual([false, true, false, false, true, false, false, true, false]);
  });

  it('is named by the last line of the declarations', () => {
    expect(mapped.text).toBe(`${declarations}//# sourceMappingURL=posthog-env.d.ts.map\n`);
  });

  it('names plugin.json from where the declarations stand', () => {
    expect(sourcesOf(mapped)).toEqual(['plugin.json']);
    const inside = withMapTo(
      { path: '/app/plugin.json', text: manifest },
      declarations,
      '/app/src/a/posthog-env.d.ts',
    );
    expect(sourcesOf(inside)).toEqual(['../../plugin.json']);
  });

  it.each([
    ['a manifest that is broken', '{ "config": [', '/app/posthog-env.d.ts'],
    ['a file outside of the app', manifest, '/posthog-env.d.ts'],
    ['an app without fields', '{ "config": [] }', '/app/posthog-env.d.ts'],
  ])('is left out for %s', (_, text, path) => {
    const plain = before + appDeclarations(readManifest(text.endsWith('[') ? {} : JSON.parse(text)));
    expect(withMapTo({ path: '/app/plugin.json', text }, plain, path)).toEqual({ text: plain });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

describe.each(servers)('typing a callback over an answer, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  /** The line with `$0`, at what is reported, after the fix; undefined where there is none. */
  async function fixed(
    line: string,
    path = '/api/projects/@current/persons/',
    file = 'index.ts',
  ): Promise<string | undefined> {
    const result = file.endsWith('.ts') ? ': Promise<void>' : '';
    const code = `export async function runEveryDay()${result} {
  const data = await (await posthog.api.get('${path}')).json()
${line}
}
`;
    const document = TextDocument.create('file:///x', 'typescript', 1, code.replace('$0', ''));
    session = await startSession(
      kind,
      `//- /app/plugin.json\n{ "name": "Mine", "main": "${file}", "config": [] }\n//- /app/${file}\n${code}`,
      { provider: 'builtIn' },
    );
    const offset = code.indexOf('$0');
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + 1) };
    const actions = await session.codeActions([{ range, message: 'any', code: 7006, source: 'ts' }]);
    const action = actions.find(({ title }) => title === 'Type this callback');
    const edits = Object.values(action?.edit?.changes ?? {})[0];
    return edits && TextDocument.applyEdits(document, edits).split('\n')[2];
  }

  it.each([
    ['data.results.map(($0p) => p.name)', 'data.results.map((p: { name: string }) => p.name)'],
    [
      'data.results.map($0p => [p.id, p.name])',
      'data.results.map((p: { id: number; name: string }) => [p.id, p.name])',
    ],
    [
      'data.results.forEach(($0p, index) => { const { created_at: at } = p; at.slice(index) })',
      'data.results.forEach((p: { created_at: string }, index: number) => { const { created_at: at } = p; at.slice(index) })',
    ],
    [
      'data.results.filter(({ $0distinct_ids, properties }) => distinct_ids[0] === properties.email)',
      'data.results.filter(({ distinct_ids, properties }: { distinct_ids: string[]; properties: any }) => distinct_ids[0] === properties.email)',
    ],
    ['data.results.map(($0p) => console.log(p))', 'data.results.map((p: any) => console.log(p))'],
  ])('writes what is known: %s', async (before, after) => {
    expect(await fixed(before)).toBe(after);
  });

  it.each([
    ['data.results.map(($0p) => p.name)', 'data.results.map((/** @type {{ name: string }} */ p) => p.name)'],
    [
      'data.results.map($0p => [p.id, p.name])',
      'data.results.map((/** @type {{ id: number; name: string }} */ p) => [p.id, p.name])',
    ],
    [
      'data.results.forEach(({ $0name }, /** @type {number} */ index) => name.slice(index))',
      'data.results.forEach((/** @type {{ name: string }} */ { name }, /** @type {number} */ index) => name.slice(index))',
    ],
  ])('writes it into a comment in JavaScript: %s', async (before, after) => {
    expect(await fixed(before, undefined, 'index.js')).toBe(after);
  });

  // A type that says that the text may be missing would be a new error where the code reads on.
  it.each([
    ["($0n) => n.content.includes('x')", "(n: { content: string }) => n.content.includes('x')"],
    ['({ $0content }) => content.length > 1', '({ content }: { content: string }) => content.length > 1'],
    ["($0n) => n.content?.includes('x')", "(n: { content: string | null }) => n.content?.includes('x')"],
    [
      "($0n) => n.content && n.content.includes('x')",
      "(n: { content: string | null }) => n.content && n.content.includes('x')",
    ],
    ["($0n) => 'x'.startsWith(n.content)", "(n: { content: string }) => 'x'.startsWith(n.content)"],
  ])('leaves null out where the code counts on a text: %s', async (before, after) => {
    expect(await fixed(`data.results.filter(${before})`, '/api/projects/@current/annotations/')).toBe(
      `data.results.filter(${after})`,
    );
  });

  it('leaves callbacks over anything else alone', async () => {
    expect(await fixed('data.results.map(($0p) => p.name)', '/api/nothing/')).toBeUndefined();
    expect(await fixed('[1].map(($0p) => p)')).toBeUndefined();
    expect(await fixed('const own = ($0p) => p')).toBeUndefined();
  });
});

import type {
  DefinitionLink,
  DocumentHighlight,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnnotatedFiles } from '../annotatedFiles.ts';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const files = `//- /app/plugin.json
{ "name": "Mine", "config": [], "publicJobs": { "send": {} } }
//- /app/index.js
import { later } from './later'
const clean = async () => {}
export const jobs = { send: async (payload, meta) => { await meta.jobs.send(payload).runNow() }, clean }
export const metrics = { sent: 'sum' }
export function setupPlugin({ global }) {
  global.seen = new Map()
  global.total = 0
}
export async function onEvent(event, meta) {
  const { send } = meta.jobs
  await send(event).runNow()
  await meta.jobs.clean().runNow()
  meta.metrics.sent.increment(1)
  meta.global.seen.set(event.event, jobs.send)
  meta.global.total += 1
  meta.global.last = event
  console.log(meta.global.last)
  later(meta)
}
//- /app/later.js
export function later(meta) { return meta.jobs['send']() }
`;

const usesOfSend = [
  '/app/index.js:3',
  '/app/index.js:3',
  '/app/index.js:10',
  '/app/later.js:1',
  '/app/plugin.json:1',
];

describe.each(servers)('jobs, metrics and what meta.global holds, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  /** Puts the cursor behind a piece of text. */
  async function at(piece: string, path = '/app/index.js'): Promise<LspSession> {
    session?.stop();
    const started = await startSession(kind, files);
    session = started;
    for (const [name, text] of readAnnotatedFiles(files).files) started.open(name, text);
    started.setCursor(path, started.text(path).getText().indexOf(piece) + piece.length);
    return started;
  }

  const lines = (places: readonly Location[], of: LspSession): readonly string[] =>
    places.map(({ uri, range }) => `${of.path(uri)}:${range.start.line + 1}`).toSorted();

  it.each([
    ['jobs = { se', usesOfSend],
    ['await meta.jobs.se', usesOfSend],
    ['meta.jobs.cl', ['/app/index.js:12', '/app/index.js:3']],
    ['metrics = { se', ['/app/index.js:13', '/app/index.js:4']],
    ['meta.global.se', ['/app/index.js:14', '/app/index.js:6']],
  ])('finds the uses of %s', async (piece, expected) => {
    const asked = await at(piece);
    const all = await asked.ask<Location[]>('references', { context: { includeDeclaration: true } });
    expect(lines(all, asked)).toEqual([...expected].toSorted());
    const marks = await asked.ask<DocumentHighlight[]>('documentHighlight');
    expect(marks).toHaveLength(expected.filter((line) => line.startsWith('/app/index.js')).length);
  });

  it.each([
    ['meta.metrics.se', 4],
    ['meta.global.se', 6],
    ['meta.global.to', 7],
    ['console.log(meta.global.la', 16],
    ['await meta.jobs.cl', 3],
  ])('leads from %s to line %i', async (piece, line) => {
    const asked = await at(piece);
    const links = await asked.ask<DefinitionLink[]>('definition');
    expect(links.map(({ targetSelectionRange }) => targetSelectionRange.start.line + 1)).toEqual([line]);
  });

  const publicJob = ['"publicJobs": { "se', '/app/plugin.json'] as const;

  it.each([['jobs = { se', '/app/index.js'], ['await meta.jobs.se', '/app/index.js'], publicJob] as const)(
    'renames a job everywhere, from %s',
    async (piece, path) => {
      const asked = await at(piece, path);
      expect(await asked.ask('prepareRename')).toMatchObject({ placeholder: 'send' });
      const { changes = {} } = await asked.ask<WorkspaceEdit>('rename', { newName: 'mail' });
      const made = Object.entries(changes).flatMap(([uri, edits]) =>
        edits.map(({ range, newText }) => `${asked.path(uri)}:${range.start.line + 1} ${newText}`),
      );
      expect(made.toSorted()).toEqual(
        [
          '/app/index.js:3 mail',
          '/app/index.js:3 mail',
          '/app/index.js:10 mail: send',
          '/app/index.js:14 mail',
          '/app/later.js:1 mail',
          '/app/plugin.json:1 mail',
        ].toSorted(),
      );
    },
  );

  it('leads from a public job to the job, its uses and its mark', async () => {
    const asked = await at(...publicJob);
    const [link] = await asked.ask<DefinitionLink[]>('definition');
    expect(link?.targetSelectionRange.start.line).toBe(2);
    const all = await asked.ask<Location[]>('references', { context: { includeDeclaration: true } });
    expect(lines(all, asked)).toEqual(usesOfSend.toSorted());
    expect(await asked.ask<DocumentHighlight[]>('documentHighlight')).toHaveLength(1);
    const other = await at('"config', '/app/plugin.json');
    expect(await other.ask('prepareRename')).toBeNull();
  });

  it.each([['jobs = { se', '/app/index.js'], ['await meta.jobs.se', '/app/index.js'], publicJob] as const)(
    'gives a job a name that is any text, from %s',
    async (piece, path) => {
      const asked = await at(piece, path);
      const { changes = {} } = await asked.ask<WorkspaceEdit>('rename', { newName: "send 'it'" });
      const made = Object.entries(changes).flatMap(([uri, edits]) =>
        edits.map(({ newText }) => `${asked.path(uri)} ${newText}`),
      );
      const key = "'send \\'it\\''";
      expect(made.toSorted()).toEqual(
        [
          `/app/index.js ${key}`,
          `/app/index.js [${key}]`,
          `/app/index.js ${key}: send`,
          `/app/index.js [${key}]`,
          `/app/later.js ${key.slice(1, -1)}`,
          "/app/plugin.json send 'it'",
        ].toSorted(),
      );
    },
  );

  it('refuses the name of another job', async () => {
    const asked = await at(...publicJob);
    await expect(asked.ask('rename', { newName: 'clean' })).rejects.toThrow('has clean in its jobs already');
  });

  it('keeps the function behind a job, and leaves other names to the editor', async () => {
    const asked = await at('meta.jobs.cl');
    const { changes = {} } = await asked.ask<WorkspaceEdit>('rename', { newName: 'sweep' });
    const texts = Object.values(changes).flatMap((edits) => edits.map(({ newText }) => newText));
    expect(texts.toSorted()).toEqual(['sweep', 'sweep: clean']);
    expect(await (await at('send(event).runN')).ask('documentHighlight')).toBeNull();
    expect(await (await at('meta.global.se')).ask('prepareRename')).toBeNull();
  });
});

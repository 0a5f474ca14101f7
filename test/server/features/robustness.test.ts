import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { servers, startSession } from '../lspHarness.ts';

const examples = join(import.meta.dirname, '../../../examples');
const entries = readdirSync(examples).map((name) => {
  const folder = join(examples, name);
  const entry = readdirSync(folder).find((file) => /^index\.[jt]s$/.test(file)) ?? '';
  return {
    name: `${name}/${entry}`,
    entry,
    code: readFileSync(join(folder, entry), 'utf8'),
    manifest: readFileSync(join(folder, 'plugin.json'), 'utf8'),
  };
});

describe('every question, in every state of a file that is being typed', () => {
  it.each(entries)('$name', async ({ entry, code, manifest }) => {
    const session = await startSession(
      servers[0] ?? expect.fail(),
      `//- /app/plugin.json\n${manifest}\n//- /app/${entry}\n${code}`,
    );
    const path = `/app/${entry}`;
    session.open(path, code);
    for (let end = 0; end <= code.length; end += 61) {
      session.change(path, code.slice(0, end));
      for (const offset of [end, Math.floor(end / 2), Math.floor(end / 3)]) {
        session.setCursor(path, offset);
        await session.complete();
        await session.hover();
        await session.signatureHelp();
        await session.codeActions();
      }
      await session.codeLenses(path);
    }
    expect(session.log).toEqual([]);
    session.stop();
  });
});

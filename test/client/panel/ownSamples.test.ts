import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { InputChoices } from '../../../client/panel/inputChoices.ts';
import { readOwnSamples } from '../../../client/panel/ownSamples.ts';
import { memory } from '../support/memory.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function appWith(files: { readonly [name: string]: string | Uint8Array }): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'own samples é '));
  folders.push(root);
  await mkdir(join(root, 'samples'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, 'samples', name), content);
  return pathToFileURL(root).toString();
}

function choices(): InputChoices {
  return new InputChoices(memory(), now, { ownSamples: readOwnSamples });
}

const signUp =
  '{"event": "signed up", "distinct_id": "bea", "properties": {"email": "bea@example.com"}, "extra": 1}';

describe('samples in the folder of an app', () => {
  it('come first, with what they leave out filled in', async () => {
    const root = await appWith({ 'sign-up.json': signUp });
    const input = await choices().describe(root, 'onEvent');
    expect(input?.samples.slice(0, 2)).toEqual([
      { id: 'samples/sign-up.json', label: 'sign-up' },
      { id: 'pageview', label: 'Page view' },
    ]);
    expect(input?.sampleId).toBe('samples/sign-up.json');
    expect((await choices().given(root, 'onEvent')).value).toEqual({
      event: 'signed up',
      distinct_id: 'bea',
      uuid: expect.stringMatching(/^[-0-9a-f]{36}$/) as string,
      team_id: 1,
      ip: null,
      timestamp: now.toISOString(),
      properties: { email: 'bea@example.com', distinct_id: 'bea' },
      extra: 1,
    });
  });

  it('are files of the app: a link to another file of the user is none', async () => {
    const root = await appWith({ 'sign-up.json': signUp });
    const elsewhere = await appWith({ 'secret.json': signUp });
    const link = new URL(`${root}/samples/link.json`);
    await symlink(new URL(`${elsewhere}/samples/secret.json`), link);
    await symlink(new URL(`${root}/samples/sign-up.json`), new URL(`${root}/samples/own-link.json`));
    expect((await readOwnSamples(root)).map(({ label }) => label)).toEqual(['own-link', 'sign-up']);
  });

  it('take the shape of the entry point', async () => {
    const root = await appWith({ 'sign-up.json': signUp });
    expect((await choices().given(root, 'exportEvents')).value).toMatchObject([
      { event: 'signed up', team_id: 1 },
    ]);
    expect((await choices().given(root, 'processEvent')).value).toMatchObject({
      event: 'signed up',
      now: now.toISOString(),
    });
    const webhook = (await choices().given(root, 'composeWebhook')).value;
    expect(webhook).toMatchObject({ properties: { email: 'bea@example.com' } });
    expect((webhook as { properties: object }).properties).not.toHaveProperty('distinct_id');
  });

  it('are payloads of jobs when they are no events, and lists are for those who take lists', async () => {
    const root = await appWith({
      'a-list.json': `[${signUp}, ${signUp}]`,
      'b-payload.json': '{"version": "1"}',
    });
    const own = async (entryPoint: string): Promise<string[]> =>
      ((await choices().describe(root, entryPoint))?.samples ?? [])
        .map(({ id }) => id)
        .filter((id) => id.startsWith('samples/'));
    expect(await own('jobs.annotate')).toEqual(['samples/b-payload.json']);
    expect(await own('onEvent')).toEqual([]);
    expect(await own('exportEvents')).toEqual(['samples/a-list.json']);
    expect((await choices().given(root, 'exportEvents')).value).toHaveLength(2);
  });

  it('say what is wrong with them where they are chosen', async () => {
    const root = await appWith({ 'broken.json': '{"event": ,}' });
    expect((await choices().describe(root, 'onEvent'))?.problem).toContain(
      'in line 1, column 11, a value is missing',
    );
  });

  it('may begin with a byte order mark, and other files are none', async () => {
    const root = await appWith({
      'bom.json': `\uFEFF${signUp}`,
      'notes.txt': 'x',
      'big.json': 'x'.repeat(1_000_001),
    });
    const input = await choices().describe(root, 'onEvent');
    expect(input?.problem).toBeNull();
    expect(input?.samples.filter(({ id }) => id.startsWith('samples/'))).toHaveLength(1);
  });

  it('give way to the next sample when their file goes', async () => {
    const kept = memory();
    const root = await appWith({ 'sign-up.json': signUp });
    await new InputChoices(kept, now, { ownSamples: readOwnSamples }).selectSample(
      root,
      'onEvent',
      'samples/gone.json',
    );
    const input = await new InputChoices(kept, now, { ownSamples: readOwnSamples }).describe(root, 'onEvent');
    expect(input?.sampleId).toBe('samples/sign-up.json');
  });
});

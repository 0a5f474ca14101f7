import type { CompletionItem, DefinitionLink } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const code = `//- /app/index.js
export const jobs = { resend: async (payload) => {} }
export function onEvent(event, { config }) { return config.size + config.colour }
`;

describe.each(servers)('plugin.json, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function start(manifest: string): Promise<LspSession> {
    session?.stop();
    session = await startSession(kind, `//- /app/plugin.json\n${manifest}\n${code}`);
    return session;
  }

  async function labels(manifest: string): Promise<readonly string[]> {
    return (await (await start(manifest)).complete()).map(({ label }) => label);
  }

  /** The document after a suggestion is taken; placeholders stay as they are. */
  async function taking(manifest: string, label: string): Promise<string> {
    const asked = await start(manifest);
    const item = (await asked.complete()).find(
      (candidate): candidate is CompletionItem => candidate.label === label,
    );
    const edit = item?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not suggested.`);
    const document = asked.text('/app/plugin.json');
    return TextDocument.applyEdits(document, [edit, ...(item?.additionalTextEdits ?? [])]);
  }

  it.each([
    ['{ "config": [{ "key": "size", "type": "$0" }] }', ['"string"', '"choice"', '"attachment"', '"json"']],
    [
      '{ "config": [{ "key": "size", "type": "choice", "choices": ["S", "L", "A"], "default": "$0" }] }',
      ['"S"', '"L"', '"A"'],
    ],
    [
      '{ "config": [$0] }',
      ['string', 'choice', 'attachment', 'json']
        .map((type) => `field of type ${type}`)
        .concat('text in the form'),
    ],
  ])('shows what is used most first, else the order of the file, in %s', async (manifest, expected) => {
    const shown = await (await start(manifest)).suggestions();
    expect(shown.filter((label) => expected.includes(label))).toEqual(expected);
  });

  it('suggests what may stand at the top, without what is there', async () => {
    const found = await labels('{ "name": "Mine", "config": [], $0 }');
    expect(found).toEqual(expect.arrayContaining(['description', 'main', 'posthogVersion', 'publicJobs']));
    expect(found).not.toContain('name');
    expect(found).not.toContain('config');
  });

  it('leaves out what stands behind a name that is being typed', async () => {
    const found = await labels('{ "config": [{ "key": "size",\n"$0"\n"choices": ["S"], "hint": "" }] }');
    expect(found).toContain('name');
    expect(found).not.toContain('choices');
    expect(found).not.toContain('hint');
  });

  it('writes the quotes, the colon, a place for the value, and a comma where one is needed', async () => {
    expect(await taking('{ "config": [], $0 }', 'main')).toContain('"config": [], "main": "$1" }');
    expect(await taking('{ "config": [], "ma$0" }', 'main')).toContain('"config": [], "main": "$1" }');
    expect(await taking('{ $0\n "config": [] }', 'name')).toContain('{ "name": "$1",\n');
    expect(await taking('{ "config": [], "ma$0": "x" }', 'main')).toContain('"main": "x"');
  });

  it.each([
    ['{ "config": []\n$0\n}', 'main', '{ "config": [],\n"main": "$1"\n}'],
    ['{ "name": "Mine"\n"ma$0\n"config": [] }', 'main', '{ "name": "Mine",\n"main": "$1",\n"config": [] }'],
    ['{ "config": [{ "key": "a" $0 }] }', 'name', '{ "config": [{ "key": "a", "name": "$1" }] }'],
    [
      '{ "config": [{ "key": "a",\n"type": $0\n"name": "b" }] }',
      '"json"',
      '{ "config": [{ "key": "a",\n"type": "json",\n"name": "b" }] }',
    ],
  ])('writes the comma that is missing in %j', async (before, label, after) => {
    expect((await taking(before, label)).trim()).toBe(after);
  });

  it('takes the place of a name without quotes', async () => {
    expect(await taking('{ "config": [], ma$0: "x" }', 'main')).toContain('"config": [], "main": "x" }');
    expect(await taking('{ "config": {$0} }', 'size')).toContain(
      '{ "config": {"size": { "name": "$1", "type": "string" }} }',
    );
    expect(await taking('{ "config": [], ma$0 }', 'main')).toContain('"config": [], "main": "$1" }');
  });

  it('leaves the rest of the line behind a quote that is still open', async () => {
    const field = (rest: string): string => `{ "config": [\n  { "key": "size", ${rest}\n] }`;
    expect(await taking(field('"re$0 },\n  { "key": "x" }'), 'required')).toBe(
      field('"required": ${1|true,false|} },\n  { "key": "x" }') + '\n',
    );
    expect(await taking(field('"re$0 }, { "key": "x" }'), 'secret')).toBe(
      field('"secret": ${1|true,false|} }, { "key": "x" }') + '\n',
    );
    const fields = (typed: string): string =>
      `{ "config": [\n  { "key": "mode" },\n  { "key": "size", "visible_if": [["${typed} },\n  { "key": "x" }\n] }`;
    expect(await taking(fields('mo$0'), '"mode"')).toBe(`${fields('mode"')}\n`);
    expect(await taking(field('"hint": "a$0 b", "name": "B" }'), 'secret').catch(String)).toContain(
      'not suggested',
    );
  });

  it('writes the comma behind what comes between two others', async () => {
    const fields = (between: string): string =>
      `{ "config": [\n{ "key": "a" },\n${between}\n{ "key": "b" }] }`;
    const taken = await taking(fields('$0'), 'field of type json');
    expect(taken).toContain('"type": "json" },\n{ "key": "b" }');
    for (const typed of ['$0', 're$0', '"re$0"', '"re$0'])
      expect(
        await taking(`{ "config": [], "publicJobs": {\n${typed}\n"other": {} } }`, 'resend'),
        typed,
      ).toContain('"resend": {$1},\n"other"');
  });

  it('explains a name in publicJobs by its job', async () => {
    const text = await (
      await start('{ "config": [], "publicJobs": { "res$0end": {}, "nothing": {} } }')
    ).hoverText();
    expect(text).toContain('`jobs.resend` in index.js, line 1');
  });

  it('takes no name of the next line for a key', async () => {
    const half = '{ "key": "size", "type": "string" }, { "key":\n"name": "Half" }, { "key": "" }';
    expect(await labels(`{ "config": [${half}, { "key": "b", "visible_if": [["$0"]] }] }`)).toEqual([
      '"size"',
    ]);
  });

  it('suggests what a config field has', async () => {
    const found = await labels('{ "config": [{ "key": "size", $0 }] }');
    expect(found).toEqual(
      expect.arrayContaining([
        'name',
        'type',
        'default',
        'hint',
        'required',
        'secret',
        'choices',
        'visible_if',
      ]),
    );
    expect(found).not.toContain('key');
    expect(await labels('{ "config": { "size": { $0 } } }')).not.toContain('key');
  });

  it.each([
    [
      'types',
      '{ "config": [{ "key": "size", "type": "$0" }] }',
      ['"string"', '"choice"', '"attachment"', '"json"'],
    ],
    [
      'types without quotes',
      '{ "config": [{ "key": "size", "type": $0 }] }',
      ['"string"', '"choice"', '"attachment"', '"json"'],
    ],
    ['booleans', '{ "config": [{ "key": "size", "required": $0 }] }', ['true', 'false']],
    [
      'choices as the default',
      '{ "config": [{ "key": "size", "type": "choice", "choices": ["S", "L"], "default": "$0" }] }',
      ['"S"', '"L"'],
    ],
    ['keys that the code reads', '{ "config": [{ "key": "size" }, { "key": "$0" }] }', ['"colour"']],
    [
      'other fields in a condition',
      '{ "config": [{ "key": "size" }, { "key": "b", "visible_if": [["$0"]] }] }',
      ['"size"'],
    ],
    [
      'their values',
      '{ "config": [{ "key": "size", "choices": ["S", "L"] }, { "key": "b", "visible_if": [["size", "$0"]] }] }',
      ['"S"', '"L"'],
    ],
    ['a list of fields', '{ "config": $0 }', ['[{ … }]']],
    [
      'conditions on other fields',
      '{ "config": [{ "key": "size" }, { "key": "b", "visible_if": $0 }] }',
      ['[["size", …]]'],
    ],
    [
      'pairs of a condition',
      '{ "config": [{ "key": "size" }, { "key": "b", "required_if": [ $0 ] }] }',
      ['["size", …]'],
    ],
    ['keys that the code reads, as names', '{ "config": { "size": {}, $0 } }', ['colour']],
    [
      'types behind a name without quotes',
      '{ "config": [{ key: "size", type: $0 }] }',
      ['"string"', '"choice"', '"attachment"', '"json"'],
    ],
    [
      'values behind a name without quotes in a line of its own',
      '{\n  config: [\n    {\n      key: "size",\n      required: $0\n    }\n  ]\n}',
      ['true', 'false'],
    ],
    ['the entry file', '{ "config": [], "main": "$0" }', ['"index.js"']],
    ['jobs of the code', '{ "config": [], "publicJobs": { $0 } }', ['resend']],
    ['entries of a public job', '{ "config": [], "publicJobs": { "resend": { $0 } } }', ['payload']],
    [
      'types of a payload',
      '{ "config": [], "publicJobs": { "resend": { "payload": { "n": { "type": "$0" } } } } }',
      ['"string"', '"boolean"', '"json"', '"number"', '"date"', '"daterange"'],
    ],
    ['nothing in a text', '{ "config": [], "description": "$0" }', []],
  ])('suggests %s', async (_title, manifest, expected) => {
    expect(await labels(manifest)).toEqual(expected);
  });

  it('writes lists and conditions whole', async () => {
    expect(await taking('{ "config": $0 }', '[{ … }]')).toContain('"config": [\n\t{ "key": "$1"');
    const fields = '{ "key": "size" }, { "key": "b", "visible_if": $0 }';
    expect(await taking(`{ "config": [${fields}] }`, '[["size", …]]')).toContain(
      '"visible_if": [["size", "$1"]] }',
    );
  });

  it('leads from main to the file', async () => {
    const asked = await start('{ "config": [], "main": "ind$0ex.js" }');
    const [link] = await asked.ask<DefinitionLink[]>('definition');
    expect(asked.path(link?.targetUri ?? '')).toBe('/app/index.js');
    expect(await (await start('{ "config": [], "main": "oth$0er.js" }')).ask('definition')).toEqual([]);
    expect(await (await start('{ "config": [], "name": "ind$0ex.js" }')).ask('definition')).toEqual([]);
  });

  it('suggests whole fields in the list, first for keys that the code reads', async () => {
    expect(await labels('{ "config": [{ "key": "size", "type": "string" }, $0] }')).toEqual([
      'field colour',
      'field of type string',
      'field of type choice',
      'field of type attachment',
      'field of type json',
      'text in the form',
    ]);
    expect(await taking('{ "config": [$0] }', 'field size')).toContain(
      '"config": [{ "key": "size", "name": "$2", "type": "string" }]',
    );
  });

  it.each(['$0', '  \n$0\n'])('suggests a whole file where there is nothing yet: %j', async (text) => {
    expect(await labels(text)).toEqual(['plugin.json of an app']);
    expect(await taking(text, 'plugin.json of an app')).toBe(
      '{\n\t"name": "$1",\n\t"description": "$2",\n\t"config": [$0]\n}\n',
    );
  });

  it('offers to write the smallest file where there is nothing yet', async () => {
    const asked = await start('$0');
    expect((await asked.codeActions()).map(({ title }) => title)).toEqual(['Write a Small plugin.json']);
  });

  it('prefers one fix of several at one place', async () => {
    const asked = await start('{ "config": [{ "key": "no$0type" }] }');
    const actions = await asked.codeActions();
    expect(actions.filter(({ isPreferred }) => isPreferred === true).map(({ title }) => title)).toEqual([
      'Make It a String',
    ]);
    expect(actions.map(({ title }) => title)).toContain('Remove notype');
  });

  it('suggests in a file that is broken', async () => {
    expect(await labels('{ "config": [{ "key": "size", "type": "$0')).toContain('"choice"');
  });

  it.each([
    ['a name at the top', '{ "config": [], "ma$0in": "index.js" }', 'The file that PostHog loads'],
    ['a name of a field', '{ "config": [{ "key": "size", "sec$0ret": true }] }', 'hides the value'],
    ['a type', '{ "config": [{ "key": "size", "type": "ch$0oice" }] }', 'One of `choices`'],
    ['a type of a file', '{ "config": [{ "key": "size", "type": "attach$0ment" }] }', '`meta.attachments`'],
    [
      'a key',
      '{ "config": [{ "key": "si$0ze", "type": "string" }] }',
      'Read as `meta.config.size`:\n\n- index.js, line 2',
    ],
    [
      'a key of a file',
      '{ "config": [{ "key": "ci$0ties", "type": "attachment" }] }',
      'Read as `meta.attachments.cities`. The code does not name it.',
    ],
    [
      'the type of a payload',
      '{ "config": [], "publicJobs": { "resend": { "payload": { "from": { "type": "da$0te" } } } } }',
      'the job gets a text and no `Date`',
    ],
    [
      'the key in a condition',
      '{ "config": [{ "key": "size", "name": "Size", "type": "string" }, { "key": "b", "visible_if": [["si$0ze", ""]] }] }',
      '**Size**, string\n\nRead as `meta.config.size`:\n\n- index.js, line 2',
    ],
    [
      'the value in a condition',
      '{ "config": { "size": { "type": "string" }, "b": { "required_if": [["size", "la$0rge"]] } } }',
      'Holds when `size` is `large`.',
    ],
    [
      'an empty value in a condition',
      '{ "config": [{ "key": "size", "type": "string" }, { "key": "b", "visible_if": [["size", $0""]] }] }',
      'Holds when `size` is empty.',
    ],
    [
      'a choice',
      '{ "config": [{ "key": "the-size", "type": "choice", "choices": ["S", "$0L"] }] }',
      'meta.config["the-size"] === "L"',
    ],
    [
      'a default',
      '{ "config": [{ "key": "size", "type": "choice", "choices": ["S", "L"], "default": "$0L" }] }',
      'meta.config.size === "L"',
    ],
  ])('explains %s', async (_title, manifest, expected) => {
    expect(await (await start(manifest)).hoverText()).toContain(expected);
  });

  it.each(['{ "config": [], "main": "in$0dex.js" }', '{ "config": [], "other$0": 1 }'])(
    'says nothing about %s',
    async (manifest) => {
      expect(await (await start(manifest)).hover()).toBeNull();
    },
  );

  it("is silent in another tool's plugin.json", async () => {
    const asked = await startSession(kind, '//- /panel/plugin.json\n{ "id": "x", "type": "panel", $0 }\n');
    session = asked;
    expect(await asked.complete()).toEqual([]);
    expect(await asked.hover()).toBeNull();
  });
});

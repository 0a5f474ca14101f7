import { describe, expect, it } from 'vitest';
import { readManifestFile } from '../../../server/analysis/manifestFile.ts';

/** Marks the place of the problem with `»«`, and mends it. */
function read(text: string): {
  readonly marked: string;
  readonly message: string;
  readonly mended: string | null;
} {
  const { problem } = readManifestFile(text);
  if (problem === null) return { marked: text, message: '', mended: null };
  const { start, length, message, mending } = problem;
  const end = start + length;
  return {
    marked: `${text.slice(0, start)}»${text.slice(start, end)}«${text.slice(end)}`,
    message,
    mended:
      mending === null
        ? null
        : text.slice(0, mending.start) + mending.newText + text.slice(mending.start + mending.length),
  };
}

describe('a broken plugin.json', () => {
  it.each([
    ['{"a": 1,}', '{"a": 1»,«}', 'A comma follows the last entry', '{"a": 1}'],
    [
      '{"a": [1, ], "b": 2}',
      '{"a": [1»,« ], "b": 2}',
      'A comma follows the last entry',
      '{"a": [1 ], "b": 2}',
    ],
    ['{"a": [1,, 2]}', '{"a": [1»,«, 2]}', 'Two commas follow each other', '{"a": [1, 2]}'],
    ['{"a": 1,\n, "b": 2}', '{"a": 1»,«\n, "b": 2}', 'Two commas follow each other', '{"a": 1\n, "b": 2}'],
    ['{"a": 1,, ,"b": 2}', '{"a": 1»,«, ,"b": 2}', 'Several commas follow each other', '{"a": 1,"b": 2}'],
    ['{"a": [1,,]}', '{"a": [1»,«,]}', 'Several commas follow each other', '{"a": [1]}'],
    ['{, "a": 1}', '{»,« "a": 1}', 'Nothing stands before this comma', '{ "a": 1}'],
    ['{"a": [,]}', '{"a": [»,«]}', 'Nothing stands before this comma', '{"a": []}'],
    ['"a": 1\n', '»"«a": 1\n', 'The braces around these entries are missing', '{\n"a": 1\n}\n'],
    ['"a": 1, "b": 2,', '»"«a": 1, "b": 2,', 'The braces around', '{\n"a": 1, "b": 2\n}'],
    ['{"a": True}', '{"a": »True«}', 'JSON has no True', '{"a": true}'],
    ['{"a": undefined, "b": 1}', '{"a": »undefined«, "b": 1}', 'no undefined', '{"a": null, "b": 1}'],
    ['{"a":\u00a0"x"}', '{"a":»\u00a0«"x"}', 'a blank that JSON does not know', '{"a": "x"}'],
    ['{"a": "x, "main": 1}', '{"a": "x, »"«main": 1}', 'A text ends at this quote', null],
    ['{"a: "x"}', '{"a: »"«x"}', 'A text ends at this quote', null],
    [
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}',
      '{\n»<<<<<<< HEAD«\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}',
      'A conflict of a merge',
      null,
    ],
    ['{"a": 01}', '{"a": »0«1}', 'not a number', null],
    ['{"a": 1, 5}', '{"a": 1, »5«}', 'The name of an entry in double quotes is expected here', null],
    ['{"a": 1 "b": 2}', '{"a": »1« "b": 2}', 'A comma is missing', '{"a": 1, "b": 2}'],
    ['{"a" 1}', '{"a»"« 1}', 'A colon is missing', '{"a": 1}'],
    ['{"a": {"b": 1}', '{"a": {"b": 1»}«', 'A } is missing', '{"a": {"b": 1}\n}'],
    ['{"a": 1} // x', '{"a": 1} »// x«', 'so PostHog cannot load this app. Remove the comment.', '{"a": 1}'],
    [
      '{\n  // one\n  "a": 1, /* two */ "b": 2 // three\n  /* four */\n}',
      '{\n  »// one«\n  "a": 1, /* two */ "b": 2 // three\n  /* four */\n}',
      'Remove the comment.',
      '{\n  "a": 1, "b": 2\n}',
    ],
    ["{'a': 1}", "{»'a'«: 1}", 'double quotes', '{"a": 1}'],
    [
      `{"a": "it's", 'b': 'say "x"', c: ['it\\'s']}`,
      `{"a": "it's", »'b'«: 'say "x"', c: ['it\\'s']}`,
      'double quotes',
      `{"a": "it's", "b": "say \\"x\\"", "c": ["it's"]}`,
    ],
    ['{a: 1}', '{»a«: 1}', 'double quotes', '{"a": 1}'],
    ['{"a": yes}', '{"a": »yes«}', 'This is not JSON', null],
    ['{"a": \n"b": [1]}', '{"a"»:« \n"b": [1]}', 'A value is missing behind this colon', null],
    ['{"a": "x"\n"b": [1]}', '{"a": "x»"«\n"b": [1]}', 'A comma is missing', '{"a": "x",\n"b": [1]}'],
    ['{"a": 1}}', '{"a": 1}»}«', 'Nothing may follow', '{"a": 1}'],
    ['[]', '»[«]', 'must hold an object', '{ "name": "My app" }'],
    ['"x"\n', '»"«x"\n', 'must hold an object', '{ "name": "My app" }\n'],
    ['[{ "a": 1 }]', '»[«{ "a": 1 }]', 'Remove the brackets', '{ "a": 1 }'],
    [
      '[\r\n  {\r\n    "a": [\r\n    ]\r\n  }\r\n]\r\n',
      '»[«\r\n  {\r\n    "a": [\r\n    ]\r\n  }\r\n]\r\n',
      'Remove the brackets',
      '{\r\n  "a": [\r\n  ]\r\n}\r\n',
    ],
    ['[{\n  "a": 1\n}]', '»[«{\n  "a": 1\n}]', 'Remove the brackets', '{\n  "a": 1\n}'],
    ['[1]', '»[«1]', 'must hold an object', null],
    ['{"a": 1,', '{"a": 1»,«', 'ends in the middle', null],
    ['', '»«', 'is empty', '{\n  "name": "",\n  "config": []\n}\n'],
  ])('%s', (text, marked, message, mended) => {
    const found = read(text);
    expect(found.marked).toBe(marked);
    expect(found.message).toContain(message);
    expect(found.mended).toBe(mended);
    if (mended !== null) expect(readManifestFile(mended).problem).toBeNull();
  });

  it('has all its comments reported at once', () => {
    const text = '{ // one\n  "a": 1, /* two */ "b": 2 }';
    const { problem } = readManifestFile(text);
    expect(problem?.others.map(({ start, length }) => text.slice(start, start + length))).toEqual([
      '/* two */',
    ]);
    expect(problem?.mending?.title).toBe('Remove the Comments');
    expect(readManifestFile('{ "a": 1, }').problem?.others).toEqual([]);
  });

  it('is a problem of its own when it is nested deeper than anybody can read', () => {
    const { problem } = readManifestFile(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(problem?.message).toContain('nested too deeply');
  });

  it('has the key that its author means where the closing quote is missing', () => {
    const { manifest } = readManifestFile(
      '{ "config": [{ "key": "zone, "name": "Zone", "type": "string" }] }',
    );
    expect(manifest.config.map(({ key }) => key)).toEqual(['zone']);
  });

  it('is read as far as it goes', () => {
    const { manifest } = readManifestFile(
      '{ "name": "Mine", "config": [{ "key": "a", "type": "string" }, { "key"',
    );
    expect(manifest).toMatchObject({ name: 'Mine', config: [{ key: 'a' }] });
  });

  it('never throws, wherever it breaks off', () => {
    const text =
      '{ "name": "M\\u00fc", "config": [{ "key": "a", "choices": ["x", 1.5e3, null, true] }], "main": "i.js" }';
    for (let end = 0; end < text.length; end += 1) {
      expect(readManifestFile(text.slice(0, end)).problem).not.toBeNull();
    }
    expect(readManifestFile(text).problem).toBeNull();
  });
});

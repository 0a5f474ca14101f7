import { describe, expect, it } from 'vitest';
import { type ConfigEntries, configForm, noEntries, plainValues } from '../../../client/panel/configForm.ts';
import { ConfigStore } from '../../../client/panel/configStore.ts';
import { readManifest } from '../../../platform/manifest.ts';
import type { PanelConfigField } from '../../../protocol/panel.ts';
import { memory } from '../support/memory.ts';

const manifest = readManifest({
  config: [
    { markdown: 'Only words' },
    { key: 'name', name: 'Name', type: 'string', default: 'Ada', required: true },
    { key: 'kind', type: 'choice', choices: ['a', 'b'] },
    { key: 'map', type: 'json', default: '{}' },
    { key: 'file', type: 'attachment', required: true },
    { key: 'token', type: 'string', secret: true, required: true },
    { key: 'odd', type: 'multiline' },
    { markdown: 'Words at the end' },
  ],
});

function field(key: string, entries: ConfigEntries = noEntries, secrets: readonly string[] = []) {
  return configForm(manifest, entries, new Set(secrets)).find(
    (candidate): candidate is PanelConfigField => candidate.kind !== 'note' && candidate.key === key,
  );
}

describe('the config form', () => {
  it('has each field that has a key, with the default of plugin.json, and the texts between them', () => {
    expect(
      configForm(manifest, noEntries, new Set()).map((entry) =>
        entry.kind === 'note' ? entry.markdown : [entry.key, entry.kind],
      ),
    ).toEqual([
      'Only words',
      ['name', 'string'],
      ['kind', 'choice'],
      ['map', 'json'],
      ['file', 'attachment'],
      ['token', 'secret'],
      ['odd', 'unknown'],
      'Words at the end',
    ]);
    expect(field('name')).toMatchObject({
      label: 'Name',
      value: 'Ada',
      isSet: true,
      isEdited: false,
      problem: null,
    });
  });

  it('says what is missing where a value is required', () => {
    expect(field('file')?.problem).not.toBeNull();
    expect(field('token')?.problem).not.toBeNull();
    expect(field('name', { values: { name: '' }, attachments: {} })?.problem).not.toBeNull();
    expect(field('kind')?.problem).toBeNull();
  });

  it('shows and requires fields as the conditions of plugin.json say', () => {
    const conditional = readManifest({
      config: [
        { key: 'mode', type: 'choice', choices: ['url', 'file'], default: '' },
        { key: 'url', type: 'string', visible_if: [['mode', 'url']], required_if: [['mode', 'url']] },
        { key: 'password', type: 'string', secret: true, visible_if: [['url']], markdown: 'Of the database' },
        { key: 'fallback', type: 'string', visible_if: [['url', '']], required_if: [['mode'], ['password']] },
      ],
    });
    const shown = (values: ConfigEntries['values'], secrets: readonly string[] = []) =>
      configForm(conditional, { values, attachments: {} }, new Set(secrets)).map((entry) =>
        entry.kind === 'note' ? 'note' : `${entry.key}${entry.isRequired ? '!' : ''}`,
      );
    expect(shown({})).toEqual(['mode', 'note', 'fallback']);
    expect(shown({ mode: 'url' })).toEqual(['mode', 'url!', 'note', 'fallback']);
    expect(shown({ mode: 'url', url: 'x' })).toEqual(['mode', 'url!', 'note', 'password']);
    expect(shown({ mode: 'file' }, ['password'])).toEqual(['mode', 'note', 'fallback!']);
  });

  it('shows a file by its name, and a secret not at all', () => {
    const entries = {
      values: { token: 'never shown' },
      attachments: { file: '/home/ada/list of services.txt' },
    };
    expect(field('file', entries)).toMatchObject({
      value: 'list of services.txt',
      isSet: true,
      problem: null,
    });
    expect(field('token', entries, ['token'])).toMatchObject({ value: '', isSet: true, isEdited: true });
    expect(JSON.stringify(configForm(manifest, entries, new Set(['token'])))).not.toContain('never shown');
  });

  it('says what is wrong with a value', () => {
    const entries = { values: { map: '{\n"a" 1}', kind: 'c' }, attachments: {} };
    expect(field('map', entries)?.problem).toBe(
      'This is no JSON: in line 2, column 5, a colon is missing after the name.',
    );
    expect(field('kind', entries)?.problem).toContain('"c"');
    expect(field('odd')?.problem).toContain('multiline');
  });

  it('gives a run what was entered, else the default, and no secret or file', () => {
    const entries = { values: { kind: 'b', name: '', token: 'x' }, attachments: { file: '/f' } };
    expect(plainValues(manifest.config, entries)).toEqual({ name: '', kind: 'b', map: '{}', odd: '' });
  });
});

describe('what was entered', () => {
  it('is kept by app, and goes back to the default', async () => {
    const kept = memory();
    const store = new ConfigStore(kept);
    await store.setValue('file:///a', 'name', 'Bob');
    await store.setAttachment('file:///a', 'file', '/f');
    await store.setValue('file:///b', 'name', 'Eve');
    expect(new ConfigStore(kept).entries('file:///a')).toEqual({
      values: { name: 'Bob' },
      attachments: { file: '/f' },
    });
    await store.reset('file:///a', 'name');
    await store.reset('file:///a', 'file');
    expect(store.entries('file:///a')).toEqual(noEntries);
    expect(store.entries('file:///b').values).toEqual({ name: 'Eve' });
  });
});

import { describe, expect, it } from 'vitest';
import type { SecretStorage } from 'vscode';
import { Keys } from '../../client/keys.ts';

function storage(): SecretStorage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    keys: async () => [...values.keys()],
    get: async (key) => values.get(key),
    store: async (key, value) => {
      values.set(key, value);
    },
    delete: async (key) => {
      values.delete(key);
    },
    onDidChange: () => ({ dispose: () => undefined }),
  };
}

describe('keys', () => {
  it('are kept by the origin alone, whatever the address says besides', async () => {
    const keys = new Keys(storage());
    await keys.setPersonalKey('https://eu.posthog.com/project/1?next=/', ' phx_a ');
    await keys.setPersonalKey('http://localhost:8010', 'phx_b');
    expect(await keys.personalKeys()).toEqual({
      'https://eu.posthog.com': 'phx_a',
      'http://localhost:8010': 'phx_b',
    });
  });

  it('of another port or scheme are other keys', async () => {
    const keys = new Keys(storage());
    await keys.setPersonalKey('https://posthog.example.com', 'phx_a');
    await keys.setPersonalKey('https://posthog.example.com:8443', 'phx_b');
    await keys.setPersonalKey('http://posthog.example.com', 'phx_c');
    expect(Object.values(await keys.personalKeys()).toSorted()).toEqual(['phx_a', 'phx_b', 'phx_c']);
  });

  it('are not stored for what is no address', async () => {
    await expect(new Keys(storage()).setPersonalKey('eu.posthog.com', 'phx_a')).rejects.toThrow(TypeError);
  });

  it('of config fields belong to one app, and are no personal keys', async () => {
    const keys = new Keys(storage());
    await keys.setConfigSecret('file:///a', 'token', 'one');
    await keys.setConfigSecret('file:///b', 'token', 'two');
    expect(await keys.configSecret('file:///a', 'token')).toBe('one');
    expect(await keys.personalKeys()).toEqual({});
    await keys.clearConfigSecret('file:///a', 'token');
    expect(await keys.configSecret('file:///a', 'token')).toBeUndefined();
    expect(await keys.configSecret('file:///b', 'token')).toBe('two');
  });

  it('are listed without their values, and cleared one by one', async () => {
    const secrets = storage();
    secrets.values.set('of another version', 'x');
    const keys = new Keys(secrets);
    await keys.setPersonalKey('https://eu.posthog.com', 'phx_a');
    await keys.setConfigSecret('file:///a', 'token', 'one');
    const list = await keys.list();
    expect(JSON.stringify(list)).not.toMatch(/phx_a|one/);
    expect(list.map(({ kind }) => kind)).toEqual(['config', 'personal']);
    await keys.clear(list.filter(({ kind }) => kind === 'personal'));
    expect(await keys.personalKeys()).toEqual({});
    expect(await keys.configSecret('file:///a', 'token')).toBe('one');
  });
});

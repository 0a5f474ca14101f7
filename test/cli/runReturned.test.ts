/** What `posthog-apps run` shows of what was returned, where PostHog does something with it. */
import { expect, it } from 'vitest';
import { cli, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

async function outputOf(code: string, entry: string): Promise<string> {
  const folder = await workspace({ 'plugin.json': '{"name": "Mine"}', 'index.js': code });
  return (await cli(folder, 'run', '--entry', entry)).stdout;
}

it('the webhook, cut where it is long', async () => {
  const body = 'x'.repeat(1_000);
  const code = `export const composeWebhook = () => ({ url: 'https://hooks.example.com/a', method: 'put', headers: { 'X-Mine': '1' }, body: '${body}' })`;
  expect(await outputOf(code, 'composeWebhook')).toMatch(
    /^Completed\.\n\nWebhook\n {2}PUT https:\/\/hooks\.example\.com\/a\n {4}X-Mine: 1\n {4}x{160}… \(1,?000 characters in all\)\n\nRequests\n/,
  );
});

it('the method and the headers that PostHog takes where none are named', async () => {
  const code = "export const composeWebhook = () => ({ url: 'https://hooks.example.com/a', body: '{}' })";
  expect(await outputOf(code, 'composeWebhook')).toContain(
    '\nWebhook\n  POST https://hooks.example.com/a\n    Content-Type: application/json\n    {}\n',
  );
});

it('no webhook', async () => {
  expect(await outputOf('export const composeWebhook = () => null', 'composeWebhook')).toBe(
    'Completed.\n\nWebhook\n  none: composeWebhook returned nothing, so PostHog sends nothing for this event\n',
  );
  const failing = "export const composeWebhook = () => { throw new Error('boom') }";
  expect(await outputOf(failing, 'composeWebhook')).not.toContain('Webhook\n');
});

it('the settings', async () => {
  expect(
    await outputOf('export const getSettings = () => ({ handlesLargeBatches: true })', 'getSettings'),
  ).toBe('Completed.\n\nSettings\n  {"handlesLargeBatches":true}\n');
  expect(await outputOf('export const getSettings = () => {}', 'getSettings')).toBe(
    'Completed.\n\nSettings\n  none: getSettings returned nothing\n',
  );
});

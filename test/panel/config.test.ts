/** The form for the config of the app. */
import { describe, expect, it } from 'vitest';
import { everyField, field, run } from './support/states.ts';
import { trace } from './support/traces.ts';
import { usePanel } from './support/usePanel.ts';

const open = usePanel();

describe('config', () => {
  it('has a control for each kind of field', async () => {
    const { panel, page, button } = await open({ config: everyField });
    const text = page.getByRole('textbox', { name: 'Name of the release event' });
    await text.fill('released');
    await text.press('Tab');
    expect(await panel.lastSent()).toEqual({ type: 'setConfig', key: 'releaseEvent', value: 'released' });
    await page.getByRole('combobox', { name: 'Where annotations show' }).click();
    await page.getByRole('option', { name: 'organization' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'setConfig', key: 'scope', value: 'organization' });
    for (const [name, key] of [
      ['Edit Label of each environment', 'labels'],
      ['Choose List of services', 'services'],
      ['Change Secret of the deploy script', 'webhookSecret'],
    ] as const) {
      await button(name).click();
      expect(await panel.lastSent()).toEqual({ type: 'editConfig', key });
    }
    await button('Set Label of each environment back to its default').click();
    expect(await panel.lastSent()).toEqual({ type: 'resetConfig', key: 'labels' });
    // That button goes with what it took back.
    expect(await page.locator('.field :focus').first().getAttribute('aria-label')).toBe(
      'Edit Label of each environment',
    );
  });

  it('shows the texts between the fields, with their code and links', async () => {
    const markdown = 'Send an event with a `version`, as [the docs](https://posthog.com/docs) say.';
    const { page } = await open({ config: [{ kind: 'note', markdown }, ...everyField] });
    const note = page.getByText('Send an event with a version, as the docs say.');
    expect(await note.isVisible()).toBe(true);
    expect(await note.getByRole('link', { name: 'the docs' }).getAttribute('href')).toBe(
      'https://posthog.com/docs',
    );
    expect(await note.locator('code').textContent()).toBe('version');
  });

  it('shows their headings, lists and code, and nothing of markup', async () => {
    const markdown = '# Set-up\n\nFirst *this*:\n- one\n- https://posthog.com/docs.\n\n```\n<b>x</b>\n```';
    const { page } = await open({ config: [{ kind: 'note', markdown }, ...everyField] });
    const note = page.locator('.note').first();
    expect(await note.locator('> *').evaluateAll((parts) => parts.map(({ tagName }) => tagName))).toEqual([
      'P',
      'P',
      'UL',
      'PRE',
    ]);
    expect(await note.getByRole('listitem').allTextContents()).toEqual(['one', 'https://posthog.com/docs.']);
    expect(await note.locator('pre').textContent()).toBe('<b>x</b>');
    expect(await note.locator('em').textContent()).toBe('this');
  });

  it('masks a secret, and opens by itself only when something is wrong', async () => {
    const { page, button } = await open({ config: everyField });
    expect(await button('Fields of the config').getAttribute('aria-expanded')).toBe('true');
    expect(await page.getByText('multiline').isVisible()).toBe(true);
    const texts = await page.locator('.value').allTextContents();
    expect(texts.map((text) => text.trim())).toEqual([
      'Label of each environment: {"production": "Live"}',
      'List of services: No file',
      'Secret of the deploy script: a secret that is set••••••••',
    ]);
    // A text is no picture.
    expect(await page.locator('.value').getByRole('img').count()).toBe(0);
    expect(await page.locator('.value[role]').count()).toBe(0);
    const { button: quiet } = await open({ config: everyField.filter(({ problem }) => problem === null) });
    expect(await quiet('Fields of the config').getAttribute('aria-expanded')).toBe('false');
  });

  it('opened by itself, it stays open while it is filled in', async () => {
    const missing = field({
      key: 'salt',
      kind: 'secret',
      label: 'Salt',
      isRequired: true,
      problem: 'PostHog asks for a value here.',
    });
    const { panel, button } = await open({ config: [missing] });
    const form = button('Fields of the config');
    expect(await form.getAttribute('aria-expanded')).toBe('true');
    await panel.receive({ type: 'patch', patch: { config: [{ ...missing, isSet: true, problem: null }] } });
    expect(await form.getAttribute('aria-expanded')).toBe('true');
    await form.click();
    await panel.receive({ type: 'patch', patch: { config: [missing] } });
    expect(await form.getAttribute('aria-expanded')).toBe('false');
    expect(await form.textContent()).toContain('1 required and not set');
  });

  it('opened by itself, it makes room for the first outcome; opened by hand, it stays', async () => {
    const { panel, button } = await open({ config: everyField });
    const form = button('Fields of the config');
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    expect(await form.getAttribute('aria-expanded')).toBe('false');
    await form.click();
    await panel.receive({ type: 'patch', patch: { run: run(trace()) } });
    await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
    expect(await form.getAttribute('aria-expanded')).toBe('true');
  });
});

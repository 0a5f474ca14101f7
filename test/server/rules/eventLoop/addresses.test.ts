/** Addresses that the app changes before it captures them: they are not those that came in. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const texts = ['u.toString()', 'u.href', '`${u}`', 'String(u)', 'u'];

/** Captures an address, unless it is marked already. */
function app(change: string, text: string, condition = "!url.includes('seen=1')"): string {
  return `export const onEvent = (e) => {
    const url = e.properties.$current_url
    let u; try { u = new URL(url) } catch { return }
    ${change}
    if (${condition}) posthog.capture('seen', { $current_url: ${text} })
  }`;
}

describe('an address that is changed', () => {
  it.each([
    "u.searchParams.set('seen', '1')",
    "u.searchParams.append('seen', '1')",
    "const { searchParams } = u; searchParams.set('seen', '1')",
    "u.hash = 'seen=1'",
    "u.search = '?seen=1'",
    "u.pathname = '/seen=1'",
    "if (e.properties.x) u.hash = 'seen=1'; else u.search = 'seen=1'",
  ])('is not told to be the same: %s', (change) => {
    for (const text of texts) expect(loopGradesIn(app(change, text))).not.toContain('loops');
  });

  it.each(["u.searchParams.delete('ref')", "u.search = ''"])('is not told to be the same: %s', (change) => {
    for (const text of texts)
      expect(loopGradesIn(app(change, text, "url.includes('ref=')"))).not.toContain('loops');
  });

  it.each(["u.searchParams.set('seen', '2')", "u.hash = 'done'", "u.pathname = '/'"])(
    'loops where it passes again: %s',
    (change) => {
      for (const text of texts.slice(0, 3)) expect(loopGradesIn(app(change, text))).toEqual(['loops']);
    },
  );

  it('has the pieces of the new text where all is known', () => {
    const code = (condition: string): string =>
      `export const onEvent = () => {
        const u = new URL('https://a.example/b?c=1')
        u.pathname = '/d'; u.searchParams.set('c', '2'); u.searchParams.append('c', '3'); u.hash = 'e'
        if (${condition}) posthog.capture('x')
      }`;
    expect(loopGradesIn(code("u.href === 'https://a.example/d?c=2&c=3#e'"))).toEqual(['loops']);
    expect(loopGradesIn(code("u.search === '?c=2&c=3' && u.searchParams.get('c') === '2'"))).toEqual([
      'loops',
    ]);
    expect(loopGradesIn(code("u.search === '?c=1' || u.searchParams.get('c') === '1'"))).toEqual([]);
  });

  it.each([
    ["u.search = ''", 'u.search'],
    ["u.hash = ''", 'u.hash'],
    ["u.search = ''; u.hash = ''", 'u.href !== url'],
    ["u.search = ''; u.hash = ''", 'u.search || u.hash'],
  ])('loses a piece once: %s, %s', (change, condition) => {
    const before = condition.startsWith('u.href');
    const code = `export const onEvent = (e) => {
      const url = e.properties.$current_url
      if (!url) return
      const u = new URL(url)
      ${before ? change : ''}
      if (!(${condition})) return
      ${before ? '' : change}
      posthog.capture('seen', { $current_url: u.toString() })
    }`;
    expect(loopGradesIn(code)).toEqual(['ends']);
  });

  it('may keep a piece that is not the one that was taken out', () => {
    const code = `export const onEvent = (e) => {
      const u = new URL(e.properties.$current_url)
      if (!u.hash) return
      u.search = ''
      posthog.capture('seen', { $current_url: u.href })
    }`;
    expect(loopGradesIn(code)).not.toEqual(['ends']);
  });
});

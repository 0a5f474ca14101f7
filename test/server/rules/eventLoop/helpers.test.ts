/** Guards beside which the properties go through helpers that people write: parameters of an address, flat properties. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** Ways to read the `utm_` parameters of an address. */
const utms: readonly string[] = [
  `const utmOf = (url) => {
  const params = new URL(url).searchParams
  return Object.fromEntries([...params.entries()].filter(([key]) => key.startsWith('utm_')))
}`,
  `function utmOf(url) {
  try {
    return Object.fromEntries([...new URL(url).searchParams].filter(([key]) => key.startsWith('utm_')))
  } catch { return {} }
}`,
  `const utmOf = (url) => {
  const out = {}
  new URL(url).searchParams.forEach((value, key) => { if (key.startsWith('utm_')) out[key] = value })
  return out
}`,
];

/** Ways to make properties flat. */
const flats: readonly string[] = [
  `function flatten(object, prefix = '', out = {}) {
  for (const [name, value] of Object.entries(object)) {
    const key = prefix ? prefix + '__' + name : name
    if (value && typeof value === 'object' && !Array.isArray(value)) flatten(value, key, out)
    else out[key] = value
  }
  return out
}`,
  `const flatten = (object, prefix = '') => Object.keys(object).reduce((all, name) => {
  const key = prefix.length ? prefix + '__' : ''
  if (typeof object[name] === 'object' && object[name] !== null) Object.assign(all, flatten(object[name], key + name))
  else all[key + name] = object[name]
  return all
}, {})`,
  `function flatten(properties) {
  const out = {}
  for (const [prefix, value] of Object.entries(properties)) {
    if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) out[\`\${prefix}__\${key}\`] = inner
    } else out[prefix] = value
  }
  return out
}`,
  `function flatten(properties) {
  const out = { ...properties }
  for (const [prefix, value] of Object.entries(properties)) {
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      for (const key of Object.keys(value)) out[\`\${prefix}__\${key}\`] = value[key]
      delete out[prefix]
    }
  }
  return out
}`,
  `function flatten(object, prefix) {
  let out = {}
  for (const name of Object.keys(object)) {
    const key = prefix ? \`\${prefix}__\${name}\` : name
    if (object[name] && typeof object[name] === 'object') out = { ...out, ...flatten(object[name], key) }
    else out[key] = object[name]
  }
  return out
}`,
];

function app(helper: string, condition: string, properties: string): string {
  return `${helper}
export const onEvent = (event) => {
  if (${condition}) return
  posthog.capture('made', ${properties})
}`;
}

const utmCall = 'utmOf(event.properties.$current_url)';

describe('parameters of an address among the properties', () => {
  it.each(utms)('leave a guard by the name or by a marker as it is: %s', (helper) => {
    const marked = `{ ...event.properties, ...${utmCall}, utm_seen: true }`;
    expect(loopGradesIn(app(helper, "event.event === 'made'", utmCall))).toEqual(['ends']);
    expect(loopGradesIn(app(helper, 'event.properties.utm_seen', marked))).toEqual(['ends']);
  });

  it.each(utms)('are no guard of themselves: %s', (helper) => {
    const copied = `{ ...event.properties, ...${utmCall} }`;
    expect(loopGradesIn(app(helper, "event.event === 'other'", copied))).toEqual(['loops']);
    expect(loopGradesIn(app(helper, '!event.properties.$current_url', copied))).toEqual(['loops']);
  });
});

describe('properties that are made flat', () => {
  it.each(flats)('leave a guard by the name or by a marker as it is: %s', (helper) => {
    const flat = 'flatten(event.properties)';
    expect(loopGradesIn(app(helper, "event.event === 'made'", flat))).toEqual(['ends']);
    expect(loopGradesIn(app(helper, 'event.properties.flat', `{ ...${flat}, flat: true }`))).toEqual([
      'ends',
    ]);
  });

  it.each(flats)('are no guard of themselves: %s', (helper) => {
    const flat = 'flatten(event.properties)';
    expect(loopGradesIn(app(helper, 'event.properties.flat', flat))).toEqual(['loops']);
    expect(loopGradesIn(app(helper, "event.event === 'other'", `{ ...${flat}, flat: true }`))).toEqual([
      'loops',
    ]);
  });

  it.each(flats.filter((helper) => !helper.includes('out = {})')))(
    'keep a marker that they are given: %s',
    (helper) => {
      const flat = 'flatten({ ...event.properties, flat: true })';
      expect(loopGradesIn(app(helper, 'event.properties.flat', flat))).toEqual(['ends']);
    },
  );
});

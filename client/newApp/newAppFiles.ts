/** The files of a new app: small, but such as a good app has. Its handler is annotated, so that every editor knows its types. */

export type Language = 'javascript' | 'typescript';

export interface NewApp {
  readonly name: string;
  readonly language: Language;
}

/** Paths and texts, by path. */
export function newAppFiles({ language, name }: NewApp): Readonly<Record<string, string>> {
  const entry = language === 'typescript' ? 'index.ts' : 'index.js';
  return {
    'plugin.json': `${JSON.stringify(manifest(name, entry), undefined, 2)}\n`,
    [entry]: language === 'typescript' ? typescript : javascript,
    'samples/page-view-of-a-colleague.json': `${JSON.stringify(sample, undefined, 2)}\n`,
  };
}

/** A name for its folder: small letters without accents, of any script, digits and dashes. Empty when nothing is left. */
export function folderNameOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[ßæœøłđ]/g, (letter) => withoutStroke[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Letters that are none with an accent. */
const withoutStroke: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
};

function manifest(name: string, main: string): object {
  return {
    name,
    description: 'Marks the events of people of your own company.',
    main,
    posthogVersion: '>= 1.25.0',
    config: [
      {
        key: 'companyDomain',
        name: 'Domain of your e-mail addresses',
        type: 'string',
        default: 'example.com',
        required: true,
        hint: 'Events of people with such an address get the property `is_internal`.',
      },
    ],
  };
}

const sample = {
  event: '$pageview',
  distinct_id: 'ada',
  properties: { $current_url: 'https://shop.example.com/pricing', email: 'ada@example.com' },
};

const body = `  const { email } = event.properties ?? {}
  if (typeof email === 'string' && email.endsWith(\`@\${config.companyDomain}\`)) {
    event.properties = { ...event.properties, is_internal: true }
  }
  return event
}
`;

const javascript = `/**
 * Runs for each event before PostHog stores it. What is returned is stored; null drops the event.
 *
 * @param {PostHogApp.PluginEvent} event
 * @param {PostHogApp.PluginMeta} meta
 */
export function processEvent(event, { config }) {
${body}`;

const typescript = `/** Runs for each event before PostHog stores it. What is returned is stored; null drops the event. */
export function processEvent(event: PostHogApp.PluginEvent, { config }: PostHogApp.PluginMeta) {
${body}`;

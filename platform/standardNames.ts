/**
 * Names of events and properties that have a meaning to PostHog, with a line for completion and hovers.
 * Source: reference 6.5; what PostHog copies to the person: reference 6.4.
 */
import { standardEventRows } from './standardEvents.ts';
import { standardPropertyRows } from './standardProperties.ts';

export type StandardNameKind = 'event' | 'property' | 'person property';

/** Who sends a name: PostHog's libraries by kind, PostHog itself, or its GeoIP app. */
export type StandardNameSender = 'web' | 'mobile' | 'server' | 'posthog' | 'geoip';

/** Labels of {@link StandardNameSender} for people. */
export const senderLabels: Readonly<Record<StandardNameSender, string>> = {
  web: 'posthog-js',
  mobile: 'mobile libraries',
  server: 'server libraries',
  posthog: 'PostHog itself',
  geoip: 'the GeoIP app',
};

export type ExampleValue =
  | string
  | number
  | boolean
  | null
  | readonly ExampleValue[]
  | { readonly [key: string]: ExampleValue };

export interface StandardName {
  readonly name: string;
  readonly kind: StandardNameKind;
  /** As PostHog's own pages show it. */
  readonly label: string;
  /** One sentence. */
  readonly summary: string;
  /** A typical value; for an event, typical properties. */
  readonly example: ExampleValue;
  /** Empty where it is not known. */
  readonly sentBy: readonly StandardNameSender[];
  /** Whether a property of this name is found on persons, too. */
  readonly isOnPerson: boolean;
  /** Whether it stands for every name that begins with it, such as `$feature/`. */
  readonly isPrefix: boolean;
}

/** Properties whose first value PostHog keeps on the person as `$initial_…` (reference 6.4). */
const keptAsInitial: readonly string[] = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'gclid',
  '$browser',
  '$browser_version',
  '$device_type',
  '$current_url',
  '$os',
  '$referring_domain',
  '$referrer',
];

/** The standard events, in the order of interest. */
export const standardEvents: readonly StandardName[] = cells(standardEventRows).map(readEvent);

const eventProperties: readonly StandardName[] = cells(standardPropertyRows).map(readProperty);

/** By which PostHog's pages name a person who has one of them. */
const namingPersons: readonly StandardName[] = [
  namingPerson('email', 'Email', 'ada@example.com'),
  namingPerson('name', 'Name', 'Ada Example'),
  namingPerson('username', 'Username', 'ada'),
];

/** The standard properties: those of events, then those that only persons have. */
export const standardProperties: readonly StandardName[] = [
  ...eventProperties,
  ...namingPersons,
  ...eventProperties.filter((property) => keptAsInitial.includes(property.name)).map(initialProperty),
];

const eventsByName = byName(standardEvents);
const propertiesByName = byName(standardProperties);
const prefixes = standardProperties.filter((property) => property.isPrefix);

/** The standard event of that name, or undefined for one of the author's own. */
export function standardEvent(name: string): StandardName | undefined {
  return eventsByName.get(name);
}

/** The standard property of that name, also by prefix (`$feature/new-checkout`), or undefined. */
export function standardProperty(name: string): StandardName | undefined {
  const exact = propertiesByName.get(name);
  if (exact !== undefined && !exact.isPrefix) return exact;
  return prefixes.find((prefix) => name.startsWith(prefix.name) && name !== prefix.name);
}

/** The cells of each row of a table whose columns are divided by ` | `. */
function cells(rows: string): readonly (readonly string[])[] {
  const lines = rows.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split(' | '));
}

function readEvent(row: readonly string[]): StandardName {
  const [name = '', label = '', senders = '', example = '', summary = ''] = row;
  return {
    name,
    kind: 'event',
    label,
    summary,
    example: readExample(example, name),
    sentBy: readSenders(senders),
    isOnPerson: false,
    isPrefix: false,
  };
}

function readProperty(row: readonly string[]): StandardName {
  const [name = '', label = '', holder = '', example = '', senders = '', summary = ''] = row;
  const isPrefix = name.endsWith('*');
  return {
    name: isPrefix ? name.slice(0, -1) : name,
    kind: 'property',
    label,
    summary,
    example: readExample(example, name),
    sentBy: readSenders(senders),
    isOnPerson: holder.includes('person'),
    isPrefix,
  };
}

/** `$initial_browser` out of `$browser`, `$initial_utm_source` out of `utm_source`. */
function initialProperty(property: StandardName): StandardName {
  return {
    ...property,
    name: `$initial_${property.name.replace(/^\$/, '')}`,
    kind: 'person property',
    label: `Initial ${property.label}`,
    summary: `The first value that PostHog saw for this person. ${property.summary}`,
    sentBy: ['posthog'],
    isOnPerson: true,
  };
}

function namingPerson(name: string, label: string, example: string): StandardName {
  return {
    name,
    kind: 'person property',
    label,
    summary: 'PostHog shows a person by the first of email, name and username that it knows.',
    example,
    sentBy: [],
    isOnPerson: true,
    isPrefix: false,
  };
}

function readExample(text: string, name: string): ExampleValue {
  try {
    return JSON.parse(text) as ExampleValue;
  } catch (error) {
    throw new Error(`The example of ${name} is not JSON: ${text}`, { cause: error });
  }
}

function readSenders(text: string): readonly StandardNameSender[] {
  return text.split(', ').filter(isSender);
}

function isSender(text: string): text is StandardNameSender {
  return Object.hasOwn(senderLabels, text);
}

function byName(names: readonly StandardName[]): ReadonlyMap<string, StandardName> {
  return new Map(names.map((name) => [name.name, name]));
}

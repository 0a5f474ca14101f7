/** Kinds of PostHog keys, told apart by their prefix. Source: reference 9.2. */

/** `unprefixed` may be a project key of before 2021 or an old personal key; `other` is no key. */
export type ApiKeyKind =
  | 'project'
  | 'personal'
  | 'project-secret'
  | 'oauth-access'
  | 'oauth-refresh'
  | 'unprefixed'
  | 'other';

export interface ApiKeyDescription {
  readonly kind: ApiKeyKind;
  /** Name of the kind in a sentence, such as `personal API key`. */
  readonly label: string;
  /** Whether it must be kept from everybody else. Unknown for `unprefixed`, which counts as secret. */
  readonly isSecret: boolean;
  /** Whether it is long enough to be a key rather than a placeholder such as `phx_...`. */
  readonly isWhole: boolean;
}

type PrefixedKind = Exclude<ApiKeyKind, 'unprefixed' | 'other'>;

interface KeyPrefix {
  readonly prefix: string;
  readonly kind: PrefixedKind;
  readonly label: string;
  readonly isSecret: boolean;
}

/** The prefixes that PostHog gives its keys. */
export const keyPrefixes: readonly KeyPrefix[] = [
  { prefix: 'phc_', kind: 'project', label: 'project API key', isSecret: false },
  { prefix: 'phx_', kind: 'personal', label: 'personal API key', isSecret: true },
  { prefix: 'phs_', kind: 'project-secret', label: 'project secret key', isSecret: true },
  { prefix: 'pha_', kind: 'oauth-access', label: 'OAuth access token', isSecret: true },
  { prefix: 'phr_', kind: 'oauth-refresh', label: 'OAuth refresh token', isSecret: true },
];

/** Fewer characters after the prefix than any key had: the shortest known has 32 (reference 1.2.5). */
const shortestKey = 24;

/** Fewer different characters than a random text of that length ever has; a row of x is a placeholder. */
const fewestCharacters = 8;

/**
 * What kind of key a text is.
 *
 * @param text the whole value; spaces around it are ignored, as they come with copying.
 */
export function describeKey(text: string): ApiKeyDescription {
  const key = text.trim();
  const known = keyPrefixes.find(({ prefix }) => key.startsWith(prefix));
  if (known !== undefined) {
    const { kind, label, isSecret, prefix } = known;
    return { kind, label, isSecret, isWhole: isRandomText(key.slice(prefix.length)) };
  }
  if (/^[\w-]{43}$/.test(key) && new Set(key).size >= fewestCharacters) {
    return { kind: 'unprefixed', label: 'key without a prefix', isSecret: true, isWhole: true };
  }
  return { kind: 'other', label: 'text that is no PostHog key', isSecret: false, isWhole: false };
}

/** Keys are random letters and digits; placeholders have words with `_` or `-` between them. */
function isRandomText(text: string): boolean {
  return text.length >= shortestKey && /^[A-Za-z0-9]+$/.test(text) && new Set(text).size >= fewestCharacters;
}

/** Whether a text is a key that must be kept from everybody else, by its prefix. */
export function isSecretKey(text: string): boolean {
  const { isSecret, kind } = describeKey(text);
  return isSecret && kind !== 'unprefixed';
}

/** Where a key is used: as `projectApiKey` and `api_key`, or as `personalApiKey` and `Authorization`. */
export type KeyUse = 'project' | 'personal';

interface WantedKey {
  readonly label: string;
  readonly prefix: string;
  /** Where people find it, as a sentence. */
  readonly place: string;
}

const wanted: Readonly<Record<KeyUse, WantedKey>> = {
  project: {
    label: 'project API key',
    prefix: 'phc_',
    place: 'It stands in the settings of the project.',
  },
  personal: {
    label: 'personal API key',
    prefix: 'phx_',
    place: 'PostHog shows it once, when it is made.',
  },
};

/**
 * What is wrong with a key for a use, or undefined when nothing can be said against it: keys of before 2021
 * have no prefix, so that only a prefix of another kind is wrong.
 *
 * @param subject what the text is called, at the beginning of the sentence.
 */
export function keyProblem(text: string, use: KeyUse, subject = 'This'): string | undefined {
  // Anything else could not be sent, or was never a key: a sentence, a character that came with the copy.
  if (/[^\x21-\x7e]/.test(text.trim())) {
    return `${subject} has spaces or letters beyond A to Z, which no key has. Copy it again, and nothing else.`;
  }
  const { kind, label } = describeKey(text);
  if (kind === use || kind === 'unprefixed' || kind === 'other') return undefined;
  const { label: right, prefix } = wanted[use];
  const article = use === 'project' ? 'the' : 'a';
  return `${subject} is ${label.startsWith('O') ? 'an' : 'a'} ${label}, which PostHog refuses here. Use ${article} ${right}, which begins with ${prefix}.`;
}

/** Far more than any key has after its prefix: PostHog takes project keys of up to 64 characters (reference 7.4). */
const longestKey = 120;

/**
 * What is wrong with a key that somebody gives to be used from now on, or undefined: that of {@link keyProblem}, and a
 * text that cannot be a key, so that a slip does not take the place of a good one (reference 9.2).
 *
 * @param subject what the text is called, at the beginning of the sentence.
 */
export function enteredKeyProblem(text: string, use: KeyUse, subject = 'This'): string | undefined {
  const problem = keyProblem(text, use, subject);
  const key = text.trim();
  if (problem !== undefined || key === '') return problem;
  const { label, place, prefix } = wanted[use];
  if (!key.startsWith(prefix)) {
    return isOfBeforePrefixes(key)
      ? undefined
      : `${subject} is no ${label}: one begins with ${prefix}. ${place}`;
  }
  const rest = key.slice(prefix.length);
  if (/[^\w-]/.test(rest)) {
    return `${subject} is no ${label}: after ${prefix} one has letters and digits alone. ${place}`;
  }
  if (rest.length < shortestKey)
    return `${subject} is too short for a ${label}. Copy the whole key. ${place}`;
  if (rest.length > longestKey) return `${subject} is too long for a ${label}. Copy the key alone. ${place}`;
  return new Set(rest).size < fewestCharacters
    ? `${subject} is a placeholder for a ${label}. ${place}`
    : undefined;
}

/** Whether a text may be a key that was made before keys had prefixes: 43 random letters and digits, now and then fewer. */
export function isOfBeforePrefixes(text: string): boolean {
  const key = text.trim();
  return (
    /^[\w-]{40,43}$/.test(key) &&
    /[a-z]/.test(key) &&
    /[A-Z]/.test(key) &&
    new Set(key).size >= fewestCharacters
  );
}

/** Finds settings below `posthogApps` that do not exist: a slip in a name would do nothing, without a word. */
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { similarName } from '../platform/similarName.ts';
import { settings, settingsSection } from '../protocol/settings.ts';

export interface UnknownSetting {
  /** Without the section. */
  readonly name: string;
  readonly message: string;
}

/** @param tree what the editor has of the section: its settings, in objects for the parts of their names. */
export function unknownSettings(tree: unknown): readonly UnknownSetting[] {
  const known = Object.keys(settings);
  return namesIn(tree, '')
    .filter((name) => !known.includes(name))
    .map((name) => {
      const similar = similarName(name, known);
      const advice =
        similar === undefined
          ? 'The page PostHog Apps of the settings lists all that there are.'
          : `Did you mean ${settingsSection}.${similar}?`;
      return { name, message: `There is no setting ${settingsSection}.${hideKeyShapes(name)}. ${advice}` };
    });
}

/** Names of all values; a setting that exists is one, whatever it holds. */
function namesIn(value: unknown, name: string): readonly string[] {
  if (Object.hasOwn(settings, name) || !isObject(value)) return name === '' ? [] : [name];
  return Object.entries(value).flatMap(([part, inner]) =>
    namesIn(inner, name === '' ? part : `${name}.${part}`),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

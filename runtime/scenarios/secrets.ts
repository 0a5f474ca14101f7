/** Values of secret config fields in a scenario: they are never in the file. */
import { secretVariablePrefix } from '../../protocol/scenario.ts';

/** Name of the environment variable with the value of a field: `apiKey` becomes POSTHOG_APPS_SECRET_APIKEY. */
export function secretVariable(key: string): string {
  return secretVariablePrefix + key.replaceAll(/\W/g, '_').toUpperCase();
}

/**
 * Values by key: from the environment, else a stand-in, which does as long as nothing is sent.
 *
 * @param environment values by name of the variable.
 */
export function secretValues(
  keys: readonly string[],
  environment: { readonly [name: string]: string | undefined },
): { readonly [key: string]: string } {
  return Object.fromEntries(
    keys.map((key) => {
      const value = environment[secretVariable(key)];
      return [key, value === undefined || value === '' ? `stand-in-for-${key}` : value];
    }),
  );
}

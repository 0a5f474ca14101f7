/**
 * What PostHog an app is written for, where its versions differ.
 *
 * - `documented` does what the public documentation says, and what the server of late 2022 did where the
 *   documentation is silent.
 * - `plugin-server-1.10.5` does what that server of October 2021 did.
 */
export type Profile = 'documented' | 'plugin-server-1.10.5';

export const profiles: readonly Profile[] = ['documented', 'plugin-server-1.10.5'];

/** The profile of that name; the default where there is none. */
export function profileNamed(name: string | undefined): Profile {
  return profiles.find((profile) => profile === name) ?? defaultProfile;
}

/** The file with what a profile declares differently, beside globals.d.ts; undefined for the one that it describes. */
export function profileDeclarations(profile: Profile): string | undefined {
  return profile === 'plugin-server-1.10.5' ? 'servers/2021.d.ts' : undefined;
}

export const defaultProfile: Profile = 'documented';

/** Whose event it is, by the documentation, that an app captures without a `distinct_id` (reference 1.1.3). */
export const genericPerson = 'App Server';

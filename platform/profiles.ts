/**
 * What PostHog an app is written for, where its versions differ.
 *
 * - `documented` does what the public documentation says, and what the server of late 2022 did where the
 *   documentation is silent.
 * - `plugin-server-1.10.5` does what that server of October 2021 did.
 */
export type Profile = 'documented' | 'plugin-server-1.10.5';

export const profiles: readonly Profile[] = ['documented', 'plugin-server-1.10.5'];

export const defaultProfile: Profile = 'documented';

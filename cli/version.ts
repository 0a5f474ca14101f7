/** The version of the product; the bundler puts it in. */
declare const posthogAppsVersion: string | undefined;

export const version: string = typeof posthogAppsVersion === 'string' ? posthogAppsVersion : '0.0.0';

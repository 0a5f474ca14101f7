/**
 * The rules in one table: the settings `lint.<name>`, the list in docs/rules/README.md and the severities of the server
 * and the command line come from it. Each rule has a page `docs/rules/<name>.md`.
 */

export type RuleSeverity = 'error' | 'warning' | 'information' | 'hint';

export interface RuleInfo {
  readonly name: string;
  readonly severity: RuleSeverity;
  /** What it reports, in one sentence. */
  readonly summary: string;
}

function rule<const Name extends string>(
  name: Name,
  severity: RuleSeverity,
  summary: string,
): RuleInfo & { readonly name: Name } {
  return { name, severity, summary };
}

/** Loops first, then by what they are about: the API, events, exports, meta, the place that apps run in. */
export const ruleTable = [
  rule('event-loop', 'warning', 'An event that the app captures comes back to it, and is captured again.'),
  rule('api-absolute-path', 'error', 'A whole address is given to posthog.api where a path belongs.'),
  rule('api-current-with-keys', 'warning', '@current is used together with keys of another project.'),
  rule('api-delete-data', 'warning', 'posthog.api.delete is given data, which no server ever sent.'),
  rule('api-headers', 'warning', 'posthog.api is given a Headers object, of which nothing is sent.'),
  rule('api-key-kind', 'error', 'A key is used where PostHog refuses its kind.'),
  rule('api-key-pair', 'error', 'posthog.api is given one of its two keys without the other.'),
  rule(
    'api-newer',
    'error',
    'Something of posthog.api is used that the PostHog of the chosen profile does not have yet.',
  ),
  rule('api-read-only', 'warning', 'Events are posted to an endpoint that only lists them.'),
  rule('api-response', 'error', 'The answer of posthog.api is read as if it were the data.'),
  rule('floating-request', 'warning', 'Nobody waits for a request, so its failure is lost.'),
  rule('missing-await', 'error', 'A promise is used as if it were its value.'),
  rule('secret-in-code', 'error', 'A secret key stands in the code.'),
  rule(
    'capture-property',
    'warning',
    'A property of a captured event has a name that PostHog does not know.',
  ),
  rule('capture-timestamp', 'warning', 'A timestamp is not in the form that PostHog stores.'),
  rule('capture-without-key', 'error', 'An event is posted without the key that tells its project.'),
  rule('missing-return', 'warning', 'A path through processEvent returns nothing, which drops the event.'),
  rule('team-id', 'error', 'The project of an event is changed, which PostHog refuses.'),
  rule(
    'unguarded-properties',
    'information',
    'The properties of an event are used though they may be missing.',
  ),
  rule('export-default', 'error', 'A function is the default export, which PostHog does not look into.'),
  rule('export-missing', 'warning', 'A function that PostHog would call is not exported.'),
  rule('export-overridden', 'warning', 'An export is never called because another one comes first.'),
  rule('export-uncalled', 'warning', 'An export looks like one of PostHog, but is never called.'),
  rule('webhook-async', 'error', 'composeWebhook returns a promise, which PostHog does not wait for.'),
  rule('event-list', 'error', 'A function that PostHog calls with a list of events reads it as one event.'),
  rule('cache-default', 'information', 'cache.get is given a default, which servers do not return.'),
  rule(
    'config-undeclared',
    'error',
    'A key or a choice of the config is used that plugin.json does not have.',
  ),
  rule('config-unused', 'hint', 'A field of plugin.json is used nowhere in the code.'),
  rule('config-json', 'warning', 'A json field of the config is used without JSON.parse.'),
  rule('job-constant', 'error', 'A job is taken from the exported object, which enqueues nothing.'),
  rule('job-undeclared', 'error', 'A job is enqueued that the app does not have.'),
  rule('job-unit', 'warning', 'A delay is given in a unit that PostHog does not know, or gets wrong.'),
  rule('job-unscheduled', 'error', 'A job is named and not enqueued, so it never runs.'),
  rule('job-payload', 'error', 'A job takes meta where it gets its payload.'),
  rule('meta-write', 'warning', 'A part of meta is assigned to, which has no effect.'),
  rule('meta-part', 'error', 'A part of meta is used that is not there.'),
  rule('meta-global', 'error', 'The global object is read where the app keeps a value in meta.global.'),
  rule('metric-undeclared', 'error', 'A metric is used that the app does not have, or has in another kind.'),
  rule('module-state', 'hint', 'A variable of the file is changed: each thread of PostHog has its own.'),
  rule(
    'retry-error',
    'warning',
    'A RetryError is thrown where PostHog does not try again, or made without new.',
  ),
  rule(
    'manifest-field',
    'warning',
    'A field of plugin.json is written in a way that PostHog does not understand.',
  ),
  rule('manifest-main', 'error', 'The file that plugin.json names as main does not exist.'),
  rule('doubled-await', 'information', 'Old servers run what is awaited here twice.'),
  rule('absent-global', 'error', 'A global is used that apps do not have.'),
  rule('undeclared-name', 'error', 'A name is used that nothing declares, or before its declaration.'),
  rule('console-method', 'error', 'A method of console is used that apps do not have.'),
  rule('absent-member', 'error', 'Something is used that posthog, cache, storage and the like do not have.'),
  rule('import-refused', 'error', 'A module is imported that PostHog does not provide.'),
  rule('syntax', 'error', 'The code is written in a way that PostHog cannot read or run.'),
] as const;

export type RuleName = (typeof ruleTable)[number]['name'];

const byName: ReadonlyMap<string, RuleInfo> = new Map(ruleTable.map((info) => [info.name, info]));

/** The entry of a rule; undefined for a name that is none. */
export function ruleInfo(name: string): RuleInfo | undefined {
  return byName.get(name);
}

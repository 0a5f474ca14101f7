/**
 * Works out where a run talks to and with which keys. Pure, so that the rules about keys can be tested: a key goes to
 * one origin only, and nothing that came with the workspace chooses where a key goes or which variable is read.
 */
import { enteredKeyProblem } from '../platform/apiKeys.ts';
import { hostLabel, type HostPair, localHost, parseHostSetting } from '../platform/hosts.ts';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import type { HostAccess, NetworkSettings, RunMode } from '../protocol/runtime.ts';
import { effectiveValue, environmentName, type Layers, referenceProblem } from './environmentKey.ts';
import type { SettingProblem } from './settingProblems.ts';

export interface AccessSettings {
  readonly host: Layers;
  readonly projectId: string | null;
  readonly projectApiKey: Layers;
  readonly personalApiKey: Layers;
  readonly mode: RunMode;
  readonly network: NetworkSettings;
}

export interface ResolvedAccess {
  readonly access: HostAccess;
  readonly problems: readonly SettingProblem[];
}

/**
 * @param storedKeys personal keys from the secret storage, by origin.
 * @param environment variables of the editor's own process.
 */
export function resolveAccess(
  settings: AccessSettings,
  storedKeys: { readonly [origin: string]: string },
  environment: { readonly [name: string]: string | undefined },
): ResolvedAccess {
  const problems: SettingProblem[] = [];
  const host = resolveHost(settings.host, problems);
  const fromEnvironment = environmentKey(settings, environment, problems);
  const variable = environmentName(settings.personalApiKey.user ?? '');
  const access: HostAccess = {
    host,
    projectId: settings.projectId ?? (host.kind === 'local' ? '1' : null),
    projectApiKey: projectKey(settings, host, environment, problems),
    // Who names a variable means the key in it: it stands in the settings for all to see, a stored key nowhere.
    personalApiKeys: { ...storedKeys, ...fromEnvironment },
    ...(variable !== undefined && Object.hasOwn(fromEnvironment, host.api)
      ? { personalKeyVariable: variable }
      : {}),
    mode: settings.mode,
    network: settings.network,
  };
  return {
    access,
    // A key may have been put into the wrong setting.
    problems: problems.map(({ key, message }) => ({ key, message: hideKeyShapes(message) })),
  };
}

/** The host that counts; the embedded one, which sends nothing, when the value is wrong. */
export function resolveHost(layers: Layers, problems: SettingProblem[] = []): HostPair {
  const parsed = parseHostSetting(effectiveValue(layers).value);
  if (parsed.ok) return parsed.host;
  problems.push({ key: 'host', message: `posthogApps.host: ${parsed.message}` });
  return localHost;
}

/** The origin that the user's own `host` names; undefined while that is the embedded host or wrong. */
export function userOrigin(host: Layers): string | undefined {
  const parsed = parseHostSetting(host.user ?? '');
  return parsed.ok && parsed.host.kind !== 'local' ? parsed.host.api : undefined;
}

function environmentKey(
  { host, personalApiKey }: AccessSettings,
  environment: { readonly [name: string]: string | undefined },
  problems: SettingProblem[],
): { readonly [origin: string]: string } {
  const report = (message: string): Record<string, never> => {
    problems.push({ key: 'personalApiKey', message });
    return {};
  };
  if ((personalApiKey.workspace ?? personalApiKey.folder ?? '') !== '') {
    report(
      'posthogApps.personalApiKey in the settings of the workspace is ignored. Set it in your own settings.',
    );
  }
  const name = environmentName(personalApiKey.user ?? '');
  if (name === undefined) return {};
  const own = parseHostSetting(host.user ?? '');
  // That the host is wrong is told already, where it is the one that counts.
  if (!own.ok && !effectiveValue(host).isFromWorkspace) return {};
  const value = environment[name]?.trim() ?? '';
  if (value === '') {
    return report(
      `The environment variable ${name}, which posthogApps.personalApiKey names, is not set. Set it where the editor is started; until then a stored key is used, if there is one.`,
    );
  }
  const problem = enteredKeyProblem(value, 'personal', valueOf(name));
  if (problem !== undefined) {
    return report(
      `posthogApps.personalApiKey: ${problem} Until it is mended a stored key is used, if there is one.`,
    );
  }
  if (own.ok && own.host.kind !== 'local') return { [own.host.api]: value };
  // The embedded host needs none.
  if (resolveHost(host).kind === 'local') return {};
  return report(
    `The key in ${name} is not used: it belongs to the host in your own settings, and ${own.ok ? 'there is none' : 'that is no host'}. Set posthogApps.host there.`,
  );
}

function valueOf(variable: string): string {
  return `The value of the environment variable ${variable}`;
}

/** The project key of the user goes to the user's own host: it is not for the host that a workspace names. */
function projectKey(
  { host: hostLayers, projectApiKey: layers }: AccessSettings,
  host: HostPair,
  environment: { readonly [name: string]: string | undefined },
  problems: SettingProblem[],
): string | null {
  const report = (message: string): null => {
    problems.push({ key: 'projectApiKey', message });
    return null;
  };
  const { value, isFromWorkspace } = effectiveValue(layers);
  const name = environmentName(value);
  if (name !== undefined && isFromWorkspace) {
    return report(
      `posthogApps.projectApiKey in the settings of the workspace names the variable ${name}, which is ignored. Only your own settings may name one.`,
    );
  }
  const isOther = effectiveValue(hostLayers).isFromWorkspace && host.api !== userOrigin(hostLayers);
  if (value.trim() !== '' && !isFromWorkspace && host.kind !== 'local' && isOther) {
    return report(
      `The project API key of your own settings does not go to ${hostLabel(host)}, which this workspace names as the host. If you want that, set posthogApps.projectApiKey in the settings of the workspace.`,
    );
  }
  const key = (name === undefined ? value : (environment[name] ?? '')).trim();
  if (key === '') {
    return name === undefined
      ? null
      : report(
          `The environment variable ${name}, which posthogApps.projectApiKey names, is not set. Set it where the editor is started.`,
        );
  }
  const problem =
    name === undefined
      ? (referenceProblem(key) ?? enteredKeyProblem(key, 'project'))
      : enteredKeyProblem(key, 'project', valueOf(name));
  return problem === undefined ? key : report(`posthogApps.projectApiKey: ${problem}`);
}

/** Where a run of the command line talks to. Keys come from the environment alone, never from arguments. */
import { enteredKeyProblem, type KeyUse } from '../platform/apiKeys.ts';
import { hostNameProblem } from '../platform/hostNames.ts';
import { parseHostSetting } from '../platform/hosts.ts';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import type { HostAccess, RunMode } from '../protocol/runtime.ts';
import { type CommandIo, UsageError } from './command.ts';
import { personalKeyVariable, projectKeyVariable } from './keyArguments.ts';

interface AccessOptions {
  readonly host: string;
  readonly 'project-id'?: string | undefined;
  readonly mode: string;
  readonly 'allow-insecure-host'?: readonly string[] | undefined;
}

const modes: readonly RunMode[] = ['block', 'mock', 'live'];

/** @throws UsageError for a host or mode that is none, or for what cannot be the key that is meant. */
export function accessFrom(options: AccessOptions, env: CommandIo['env']): HostAccess {
  if (options.host.trim() === '')
    throw new UsageError(
      '--host is empty. Take local, us, eu, or an address such as https://posthog.example.com.',
    );
  const parsed = parseHostSetting(options.host);
  if (!parsed.ok) throw new UsageError(`--host: ${parsed.message}`);
  const mode = modes.find((candidate) => candidate === options.mode);
  if (mode === undefined) throw new UsageError(`There is no mode ${options.mode}. Take ${modes.join(', ')}.`);
  const insecureHosts = options['allow-insecure-host'] ?? [];
  const [wrongName] = insecureHosts.flatMap((name) => hostNameProblem(name) ?? []);
  if (wrongName !== undefined) throw new UsageError(`--allow-insecure-host: ${wrongName}`);
  const projectId = options['project-id'];
  if (projectId !== undefined && !/^\d+$/.test(projectId)) {
    throw new UsageError(
      `--project-id takes the number in the address of the project, /project/12345, not ${hideKeyShapes(projectId)}.`,
    );
  }
  const { host } = parsed;
  const isLocal = host.kind === 'local';
  const personal = isLocal ? null : keyFrom(env, personalKeyVariable, 'personal');
  return {
    host,
    projectId: projectId ?? (isLocal ? '1' : null),
    projectApiKey: isLocal ? null : keyFrom(env, projectKeyVariable, 'project'),
    ...(personal === null
      ? { personalApiKeys: {} }
      : { personalApiKeys: { [host.api]: personal }, personalKeyVariable }),
    mode,
    network: { insecureHosts },
  };
}

/** @throws UsageError for a key of another kind and for what can be none; the value is not repeated. */
function keyFrom(env: CommandIo['env'], name: string, use: KeyUse): string | null {
  const key = env[name]?.trim() ?? '';
  const problem = enteredKeyProblem(key, use, `The value of the environment variable ${name}`);
  if (problem !== undefined) throw new UsageError(problem);
  return key === '' ? null : key;
}

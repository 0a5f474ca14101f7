/** Where a run of the command line talks to. Keys come from the environment alone, never from arguments. */
import { parseHostSetting } from '../platform/hosts.ts';
import type { HostAccess, RunMode } from '../protocol/runtime.ts';
import { type CommandIo, UsageError } from './command.ts';

interface AccessOptions {
  readonly host: string;
  readonly 'project-id'?: string | undefined;
  readonly mode: string;
}

const modes: readonly RunMode[] = ['block', 'mock', 'live'];

/** @throws UsageError for a host or mode that is none. */
export function accessFrom(options: AccessOptions, env: CommandIo['env']): HostAccess {
  const parsed = parseHostSetting(options.host);
  if (!parsed.ok) throw new UsageError(parsed.message);
  const mode = modes.find((candidate) => candidate === options.mode);
  if (mode === undefined) throw new UsageError(`There is no mode ${options.mode}. Take ${modes.join(', ')}.`);
  const { host } = parsed;
  const personal = env['POSTHOG_PERSONAL_API_KEY'];
  const isLocal = host.kind === 'local';
  return {
    host,
    projectId: options['project-id'] ?? (isLocal ? '1' : null),
    projectApiKey: isLocal ? null : (env['POSTHOG_PROJECT_API_KEY'] ?? null),
    personalApiKeys: isLocal || personal === undefined || personal === '' ? {} : { [host.api]: personal },
    mode,
  };
}

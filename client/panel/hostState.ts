/** What the panel and the status bar say about the host of a run. */
import { hostLabel } from '../../platform/hosts.ts';
import type { PanelHost, PanelProblem } from '../../protocol/panel.ts';
import type { ResolvedAccess } from '../hostAccess.ts';
import type { ProjectNames } from '../projectNames.ts';
import type { SettingProblem } from '../settingProblems.ts';

/**
 * @param names of projects, for a project that is more than a number.
 * @param whyOff why nothing runs in this workspace at all; null where it does.
 */
export function describeHost(
  { access, problems }: ResolvedAccess,
  names: ProjectNames,
  whyOff: string | null,
): PanelHost {
  const { host, mode } = access;
  const wrong = problems.find(({ key }) => key === 'host');
  if (wrong !== undefined) {
    const description = `Nothing runs until the host is mended. ${wrong.message}`;
    return { label: 'wrong host', isLive: false, mode, description };
  }
  if (whyOff !== null) return { label: hostLabel(host), isLive: false, mode, description: whyOff };
  const isLive = host.kind !== 'local' && mode === 'live';
  return { label: hostLabel(host), isLive, mode, description: sentence() };

  function sentence(): string {
    if (mode === 'block') return 'Requests of the app are blocked: each one fails.';
    if (!isLive) return 'Nothing leaves this computer: an embedded PostHog answers.';
    const project = names.describe(access);
    return `Requests really go to ${new URL(host.api).host}${project === null ? '' : `, ${project}`}.`;
  }
}

/** The first setting that cannot be used, with a button that opens it. */
export function settingProblem([problem]: readonly SettingProblem[]): PanelProblem | null {
  if (problem === undefined) return null;
  return {
    message: problem.message,
    actions: [{ label: 'Open Setting', message: { type: 'openSetting', key: problem.key } }],
  };
}

/** The same where a run is possible all the same. */
export function remarkOn(problems: readonly SettingProblem[]): PanelProblem | null {
  const problem = settingProblem(problems);
  return problem === null ? null : { ...problem, isRemark: true };
}

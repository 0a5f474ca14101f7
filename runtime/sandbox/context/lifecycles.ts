/** The lifecycle exports by name, without a Map: the app may replace what reads one. */
import { type LifecycleExport, lifecycleExports } from '../../../platform/lifecycle.ts';

const byName = Object.create(null) as Record<string, LifecycleExport | undefined>;
for (const entry of lifecycleExports) byName[entry.name] = entry;

/** The lifecycle export of that name, or undefined when PostHog never calls such an export. */
export function lifecycleExport(name: string): LifecycleExport | undefined {
  return byName[name];
}

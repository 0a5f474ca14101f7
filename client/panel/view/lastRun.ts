/** The last run of what is chosen. */
import type { PanelHistoryItem, PanelState } from '../../../protocol/panel.ts';

/** @returns the last run of the app, or of the same apps in order; undefined where none is known. */
export function lastRun({ app, apps, history }: PanelState): PanelHistoryItem | undefined {
  const name = apps.map((one) => one.name).join(' → ');
  return history.find(({ rootUri, appName, steps }) =>
    apps.length > 0 ? steps.length > 0 && appName === name : rootUri === app?.rootUri && appName === app.name,
  );
}

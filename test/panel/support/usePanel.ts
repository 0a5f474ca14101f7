/** A browser for the tests of one file, and the panel in it with what most of them ask for. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { PanelState } from '../../../protocol/panel.ts';
import { PanelBrowser, type PanelPage, type PanelPageOptions } from './panelPage.ts';
import { state } from './states.ts';

/** Starts a browser before the tests of the file, and ends it after them. Takes what {@link PanelBrowser.start} takes. */
export function useBrowser(
  ...view: Parameters<typeof PanelBrowser.start>
): Pick<PanelBrowser, 'open' | 'openWith'> {
  let browser: PanelBrowser | undefined;
  beforeAll(async () => {
    browser = await PanelBrowser.start(...view);
  }, 60_000);
  afterAll(async () => {
    await browser?.stop();
  });
  const started = (): PanelBrowser => {
    if (browser === undefined) throw new Error('The browser has not started.');
    return browser;
  };
  return {
    open: (...what) => started().open(...what),
    openWith: (...what) => started().openWith(...what),
  };
}

export interface OpenedPanel {
  readonly panel: PanelPage;
  readonly page: Page;
  readonly button: (name: string | RegExp) => Locator;
  readonly region: (name: string | RegExp) => Locator;
}

/** @returns opens the panel with a state that differs in some parts from one before the first run. */
export function usePanel(): (
  parts?: Partial<PanelState>,
  options?: PanelPageOptions,
) => Promise<OpenedPanel> {
  const browser = useBrowser();
  return async (parts = {}, options = {}) => {
    const panel = await browser.open(state(parts), options);
    const { page } = panel;
    return {
      panel,
      page,
      button: (name) => page.getByRole('button', { name }),
      region: (name) => page.getByRole('region', { name }),
    };
  };
}

/** The picture of the event flow, in a real browser. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventFlowGraph, FlowEdge } from '../../protocol/eventFlow.ts';
import { eventFlowView, PanelBrowser, type PanelPage, type PanelPageOptions } from './support/panelPage.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await PanelBrowser.start(eventFlowView);
});
afterAll(() => browser.stop());

function edge(parts: Partial<FlowEdge>): FlowEdge {
  return {
    from: 0,
    to: 1,
    app: 0,
    entryPoint: 'onEvent',
    label: 'posthog.capture',
    uri: 'file:///apps/ping/index.js',
    line: 1,
    character: 4,
    isConditional: false,
    isInLoop: false,
    ...parts,
  };
}

const graph: EventFlowGraph = {
  apps: [
    { name: 'Ping', rootUri: 'file:///apps/ping' },
    { name: 'Pong', rootUri: 'file:///apps/pong' },
  ],
  events: [
    { label: 'any event', isInLoop: false },
    { label: "'ping'", isInLoop: true },
    { label: "'pong'", isInLoop: true },
  ],
  edges: [
    edge({ isConditional: true }),
    edge({ from: 1, to: 2, app: 1, uri: 'file:///apps/pong/index.js', line: 6, isInLoop: true }),
    edge({ from: 2, to: 1, isInLoop: true }),
  ],
  loops: [[1, 2]],
};

async function open(shown: EventFlowGraph, options: PanelPageOptions = {}): Promise<PanelPage> {
  return browser.openWith({ type: 'graph', graph: shown }, options);
}

it.each([
  ['dark', 1200],
  ['dark', 400],
  ['high contrast light', 900],
] as const)('shows events and who captures them, %s, %i pixels wide', async (theme, width) => {
  const { complaints, page } = await open(graph, { theme, width });
  expect(await page.getByRole('heading').textContent()).toBe('Event flow of 2 apps: one loop');
  expect(await page.locator('.event text').allTextContents()).toEqual(['any event', "'ping'", "'pong'"]);
  expect((await page.locator('.label text').allTextContents()).toSorted()).toEqual([
    'Ping · onEvent',
    'Ping · onEvent',
    'Pong · onEvent',
  ]);
  expect(await page.locator('.edge.loop').count()).toBe(2);
  expect(await page.locator('.edge.conditional').count()).toBe(1);
  expect(complaints).toEqual([]);
});

it('runs from left to right where there is room, else from top to bottom', async () => {
  const isBelow = async (width: number): Promise<boolean> => {
    const { page } = await open(graph, { width });
    const [first, second] = await page.locator('.event').all();
    const [one, other] = [await first?.boundingBox(), await second?.boundingBox()];
    return (other?.y ?? 0) > (one?.y ?? 0) + (one?.height ?? 0);
  };
  expect(await isBelow(1400)).toBe(false);
  expect(await isBelow(360)).toBe(true);
});

it('leads to the code, by mouse and by keyboard', async () => {
  const panel = await open(graph);
  const label = panel.page.getByRole('button', {
    name: "Pong, onEvent: captures 'pong' for 'ping', in a loop. Opens index.js, line 7.",
  });
  await label.click();
  const expected = { type: 'open', uri: 'file:///apps/pong/index.js', line: 6, character: 4 };
  expect(await panel.lastSent()).toEqual(expected);
  await panel.page.getByRole('button', { name: 'As Text' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'asText' });
  await label.press('Enter');
  expect(await panel.lastSent()).toEqual(expected);
});

it.each([
  [{ ...graph, events: [], edges: [], loops: [] }, 'No app here captures an event when one comes in.'],
  [{ apps: [], events: [], edges: [], loops: [] }, 'There is no PostHog app in this workspace.'],
])('says why there is nothing to draw', async (empty, text) => {
  const { page } = await open(empty);
  expect(await page.getByText(text).isVisible()).toBe(true);
});

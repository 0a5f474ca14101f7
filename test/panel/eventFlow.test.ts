/** The picture of the event flow, in a real browser. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { EventFlowGraph, FlowEdge } from '../../protocol/eventFlow.ts';
import { violationsIn } from './support/axe.ts';
import { eventFlowView, type PanelPage, type PanelPageOptions } from './support/panelPage.ts';
import { type Theme, themes } from './support/themes.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser(eventFlowView);

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
    { label: 'any event', isInLoop: false, goesOnAsAny: false },
    { label: "'ping'", isInLoop: true, goesOnAsAny: false },
    { label: "'pong'", isInLoop: true, goesOnAsAny: false },
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

it.each([500, 360])('keeps its buttons in one row, %i pixels wide', async (width) => {
  const { page } = await open(graph, { width });
  const boxes = await Promise.all(
    (await page.locator('header button').all()).map((one) => one.boundingBox()),
  );
  expect(boxes).toHaveLength(4);
  expect(new Set(boxes.map((box) => box?.y)).size).toBe(1);
});

it('shows a loop whole and readable beside code, 300 pixels wide', async () => {
  const names = ['Lead scoring for trials', 'Release notes to annotations'];
  const loop = [
    { label: "'user signed up'", isInLoop: true, goesOnAsAny: false },
    { label: "'lead score changed by the enricher'", isInLoop: true, goesOnAsAny: false },
  ];
  const { page } = await open(
    {
      apps: names.map((name, index) => ({ name, rootUri: `file:///apps/${index}` })),
      events: loop,
      edges: [edge({ isInLoop: true }), edge({ from: 1, to: 0, app: 1, isInLoop: true })],
      loops: [[0, 1]],
    },
    { width: 300 },
  );
  const room = await page.locator('.picture').boundingBox();
  for (const part of await page.locator('.event rect, .label rect').all()) {
    const box = await part.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(room?.x ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((room?.x ?? 0) + (room?.width ?? 0));
  }
  const text = await page.locator('.label text').first().boundingBox();
  // Two lines of twelve pixels.
  expect(text?.height).toBeGreaterThan(22);
  expect((await page.locator('.event text').allTextContents())[1]).toBe(loop[1]?.label);
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

describe('loops', () => {
  const twoLoops: EventFlowGraph = {
    ...graph,
    events: [
      ...graph.events,
      { label: "'noted'", isInLoop: true, goesOnAsAny: false },
      { label: "'far away'", isInLoop: false, goesOnAsAny: false },
    ],
    edges: [
      ...graph.edges,
      edge({ from: 3, to: 3, line: 30, isConditional: true, isInLoop: true }),
      edge({ from: 0, to: 4, app: 1 }),
    ],
    loops: [[1, 2], [3]],
  };

  it('are listed, and the one that is chosen stands out, with its steps as links', async () => {
    const panel = await open(twoLoops, { width: 600 });
    const { page } = panel;
    const entries = page.getByRole('list', { name: 'Loops' }).getByRole('button');
    expect(
      await entries.evaluateAll((all) => all.map((one) => one.textContent.replaceAll(/\s+/gu, ' ').trim())),
    ).toEqual([
      "↻ 'ping' → 'pong' → 'ping' Pong · onEvent, Ping · onEvent",
      "↻ 'noted' → 'noted' Ping · onEvent (perhaps)",
    ]);
    await entries.first().click();
    expect(await page.locator('.event:not(.faded) text').allTextContents()).toEqual(["'ping'", "'pong'"]);
    expect(await page.locator('.edge:not(.faded)').count()).toBe(2);
    await page.getByRole('link', { name: 'index.js:7' }).click();
    expect(await panel.lastSent()).toEqual({
      type: 'open',
      uri: 'file:///apps/pong/index.js',
      line: 6,
      character: 4,
    });
    await entries.first().click();
    expect(await page.locator('.faded').count()).toBe(0);
  });

  it('say so where they depend on the order of the apps, and who changes the event', async () => {
    const byOrder: EventFlowGraph = {
      ...graph,
      edges: [edge({}), edge({ from: 1, to: 1, isInLoop: true, isByOrder: true, changedBy: [1] })],
      loops: [[1]],
    };
    const { page } = await open(byOrder, { width: 600 });
    const entry = page.getByRole('list', { name: 'Loops' }).getByRole('button');
    const text = (await entry.textContent()) ?? '';
    expect(text.replaceAll(/\s+/gu, ' ').trim()).toBe(
      "↻ 'ping' → 'ping' Ping · onEvent (depending on the order of the apps)",
    );
    await entry.click();
    await page.getByText("captures 'ping', as Pong changes it, depending on the order of the apps").waitFor();
    const spoken = "captures 'ping' for 'ping', depending on the order of the apps, in a loop";
    await page.getByRole('button', { name: spoken }).waitFor();
    expect(await page.locator('path.line.ordered').count()).toBe(1);
    expect(await page.locator('.legend').textContent()).toContain('depending on the order of the apps');
    const { page: plain } = await open(graph);
    expect(await plain.locator('.legend').textContent()).not.toContain('order');
  });

  it.each([[graph], [{ ...graph, edges: [], loops: [], events: [] }]])(
    'say which app lets no event through, with arrows or without',
    async (shown) => {
      const { page } = await open({ ...shown, droppedBy: [1] });
      expect(await page.getByRole('note').allTextContents()).toEqual([
        'Pong drops every event: its processEvent gives none back. The apps behind it and each onEvent are not reached.',
      ]);
    },
  );

  it('are told apart where they go through the same event in different apps', async () => {
    const sameEvent: EventFlowGraph = {
      ...graph,
      edges: [
        edge({}),
        edge({ from: 1, to: 1, isInLoop: true }),
        edge({ from: 1, to: 1, app: 1, isInLoop: true }),
      ],
      loops: [[1], [2]],
    };
    const { page } = await open(sameEvent);
    const entries = page.getByRole('list', { name: 'Loops' }).getByRole('button');
    await entries.nth(1).click();
    expect(await entries.evaluateAll((all) => all.map((one) => one.ariaPressed))).toEqual(['false', 'true']);
    expect(await page.locator('.edge:not(.faded) .label text').allTextContents()).toEqual(['Pong · onEvent']);
  });

  it('are seen whole when one is chosen, in a narrow view too', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((one) => `step ${one} is done`);
    const steps = names.map((_, index) =>
      edge({ from: index + 1, to: ((index + 1) % names.length) + 1, isInLoop: true }),
    );
    const ring: EventFlowGraph = {
      ...graph,
      events: [
        { label: 'any event', isInLoop: false, goesOnAsAny: false },
        ...names.map((label) => ({ label, isInLoop: true, goesOnAsAny: false })),
      ],
      edges: [edge({}), ...steps],
      loops: [steps.map((_, index) => index + 1)],
    };
    const { page } = await open(ring, { width: 560 });
    await page.getByRole('list', { name: 'Loops' }).getByRole('button').click();
    const view = await page.getByRole('region', { name: 'Picture' }).boundingBox();
    for (const event of await page.locator('.event.loop').all()) {
      const box = await event.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(view?.x ?? Number.NaN);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((view?.x ?? 0) + (view?.width ?? 0));
      expect(box?.y).toBeGreaterThanOrEqual(view?.y ?? Number.NaN);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((view?.y ?? 0) + (view?.height ?? 0));
    }
  });

  it('are there alone when that is wished for, and stay so when the code changes', async () => {
    const panel = await open(twoLoops);
    const { page } = panel;
    await page.getByRole('checkbox', { name: 'Loops only' }).check();
    expect(await page.locator('.event text').allTextContents()).toEqual(["'ping'", "'pong'", "'noted'"]);
    expect(await page.locator('.edge').count()).toBe(3);
    await panel.receive({ type: 'graph', graph });
    expect(await page.locator('.event text').allTextContents()).toEqual(["'ping'", "'pong'"]);
    await panel.receive({ type: 'graph', graph: { ...graph, loops: [] } });
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.locator('.event').count()).toBe(3);
  });

  it('are what is seen first in a picture that is larger than its room', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      label: `'event ${index}'`,
      isInLoop: false,
      goesOnAsAny: false,
    }));
    const large: EventFlowGraph = {
      ...graph,
      events: [...many, { label: "'again'", isInLoop: true, goesOnAsAny: false }],
      edges: [
        ...many.map((_event, index) => edge({ from: index, to: index + 1 < many.length ? index + 1 : 0 })),
        edge({ from: 40, to: 40, isInLoop: true }),
      ],
      loops: [[40]],
    };
    const { page } = await open(large, { width: 500, height: 600 });
    expect(await isSeen(page, "'again'")).toBe(true);
    expect((await isSeen(page, "'event 0'")) && (await isSeen(page, "'event 39'"))).toBe(false);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await isSeen(page, "'event 20'")).toBe(true);
  });
});

async function isSeen(page: Page, label: string): Promise<boolean> {
  const event = page.locator('.event', { has: page.getByText(label, { exact: true }) }).first();
  const [box, room] = [await event.boundingBox(), await page.locator('.picture').boundingBox()];
  if (box === null || room === null) return false;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x > room.x && x < room.x + room.width && y > room.y && y < room.y + room.height;
}

it('grows and shrinks, by buttons, keys and the wheel, around what is looked at', async () => {
  const { page } = await open(graph, { width: 700 });
  const drawing = page.locator('.picture svg');
  const width = async (): Promise<number> => (await drawing.boundingBox())?.width ?? 0;
  const first = await width();
  await page.getByRole('button', { name: 'Zoom In' }).click();
  expect((await width()) / first).toBeCloseTo(1.25, 2);
  await page.getByRole('button', { name: 'Zoom Out' }).click();
  expect((await width()) / first).toBeCloseTo(1, 2);
  await page.getByRole('region', { name: 'Picture' }).focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('+');
  const pill = page.locator('.event').last();
  const middle = async (): Promise<number> => {
    const box = await pill.boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0) / 2;
  };
  await pill.scrollIntoViewIfNeeded();
  const before = await middle();
  const box = await pill.boundingBox();
  await page.mouse.move(before, (box?.y ?? 0) + 4);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(width).toBeGreaterThan(first * 2.9);
  expect(Math.abs((await middle()) - before)).toBeLessThan(4);
  await page.getByRole('region', { name: 'Picture' }).focus();
  await page.keyboard.press('0');
  expect(await width()).toBeLessThan(700);
});

it('is moved with the mouse', async () => {
  const { page } = await open(graph, { width: 500 });
  const region = page.getByRole('region', { name: 'Picture' });
  await region.focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('+');
  const left = (): Promise<number> => region.evaluate((view) => view.scrollLeft);
  const start = await left();
  const box = await region.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 30, (box?.y ?? 0) + 30];
  await page.mouse.move(x + 60, y);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.up();
  expect((await left()) - start).toBe(60);
});

it.each(Object.keys(themes) as Theme[])('is accessible, %s', async (theme) => {
  const { page } = await open(graph, { theme });
  await page.getByRole('list', { name: 'Loops' }).getByRole('button').first().click();
  expect(await violationsIn(page)).toEqual([]);
});

it.each([
  [{ ...graph, events: [], edges: [], loops: [] }, 'No app here captures an event when one comes in.'],
  [{ apps: [], events: [], edges: [], loops: [] }, 'There is no PostHog app in this workspace.'],
])('says why there is nothing to draw', async (empty, text) => {
  const { page } = await open(empty);
  expect(await page.getByText(text).isVisible()).toBe(true);
});

it('says what is incomplete, and why', async () => {
  const { page } = await open({
    ...graph,
    edges: graph.edges.slice(0, 1),
    loops: [],
    cuts: [
      { kind: 'code', app: 1 },
      { kind: 'events', events: [2] },
    ],
  });
  expect(await page.getByRole('heading').textContent()).toBe('Event flow of 2 apps: no loop found');
  expect(await page.getByRole('note').allTextContents()).toEqual([
    'Incomplete: the code of Pong is too large to be followed to its end. What it captures further on is missing.',
    "Incomplete: more events come of each other than are looked at. What 'pong' leads to is missing.",
  ]);
  expect(await violationsIn(page)).toEqual([]);
});

/** Apps of which each captures one event for another: `parts` chains of three that have nothing to do with each other. */
function chains(parts: number): EventFlowGraph {
  const events = Array.from({ length: parts * 3 }, (_, index) => ({
    label: `'event number ${index}'`,
    isInLoop: false,
    goesOnAsAny: false,
  }));
  return {
    apps: Array.from({ length: parts }, (_, index) => ({
      name: `App of part ${index}`,
      rootUri: `file:///apps/${index}`,
    })),
    events,
    edges: events.flatMap((_event, index) =>
      index % 3 === 2 ? [] : [edge({ app: Math.floor(index / 3), from: index, to: index + 1 })],
    ),
    loops: [],
  };
}

it.each([
  [1200, 800],
  [700, 800],
])('shows all of ten apps at once, %i pixels wide', async (width, height) => {
  const { page } = await open(chains(5), { width, height });
  const room = await page.locator('.picture').boundingBox();
  for (const part of await page.locator('.event rect, .label rect').all()) {
    const box = await part.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(room?.x ?? Number.NaN);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((room?.x ?? 0) + (room?.width ?? 0));
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((room?.y ?? 0) + (room?.height ?? 0));
  }
  const text = await page.locator('.event text').first().boundingBox();
  // Smaller than that nobody reads it.
  expect(text?.height).toBeGreaterThan(9);
});

it('has no line on top of a label', async () => {
  const { page } = await open(chains(3));
  const order = await page
    .locator('.picture svg')
    .evaluate((drawing) =>
      [...drawing.querySelectorAll('path.line, .label')].map((part) => part.matches('.label')),
    );
  expect(order.lastIndexOf(false)).toBeLessThan(order.indexOf(true));
});

it('lists loops in whole rows beside code, 300 pixels wide', async () => {
  const names = [
    'lead scored by the enricher',
    'contact updated in the other system',
    'signup',
    'order paid',
  ];
  const many: EventFlowGraph = {
    ...graph,
    events: names.map((label) => ({ label: `'${label}'`, isInLoop: true, goesOnAsAny: false })),
    edges: names.map((_, index) => edge({ from: index, to: index, isInLoop: true })),
    loops: names.map((_, index) => [index]),
  };
  const { page } = await open(many, { width: 300, height: 700 });
  const list = await page.getByRole('list', { name: 'Loops' }).boundingBox();
  const bottom = (list?.y ?? 0) + (list?.height ?? 0);
  const rows = await page.getByRole('list', { name: 'Loops' }).getByRole('listitem').all();
  const boxes = await Promise.all(rows.map((row) => row.boundingBox()));
  const ends = boxes.map((box) => (box?.y ?? 0) + (box?.height ?? 0));
  expect(ends.some((end) => Math.abs(end - bottom) <= 1)).toBe(true);
  expect(ends.some((end) => end > bottom + 1)).toBe(true);
});

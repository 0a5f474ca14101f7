import { describe, expect, it, vi } from 'vitest';
import { initialState, reduce, Store, type ViewState } from '../../client/panel/view/store.ts';
import type { HostMessage, PanelState } from '../../protocol/panel.ts';
import { hop, step } from './support/hops.ts';
import { run, state } from './support/states.ts';
import { captured, trace } from './support/traces.ts';

function after(messages: readonly HostMessage[], start: ViewState = initialState): ViewState {
  return messages.reduce<ViewState>((view, message) => reduce(view, { type: 'received', message }), start);
}

function whole(parts: Partial<PanelState> = {}): HostMessage {
  return { type: 'state', state: state(parts) };
}

function patch(parts: Partial<PanelState>): HostMessage {
  return { type: 'patch', patch: parts };
}

const done = trace({ captured: [captured()] });

describe('the state of the view', () => {
  it('is rebuilt from one message, whatever came before', () => {
    const full = whole({ run: run(done) });
    const restored = after([full]);
    const lived = after([whole(), patch({ run: run(null) }), patch({ run: run(done) }), full]);
    expect(restored.panel).toEqual(lived.panel);
    expect(restored.shown).toEqual(lived.shown);
  });

  it('takes a patch in, and leaves the rest as it is', () => {
    const { panel } = after([whole(), patch({ canRun: false })]);
    expect(panel).toEqual(state({ canRun: false }));
  });

  it('waits for the whole state when a patch is first', () => {
    expect(after([patch({ canRun: false })])).toEqual(initialState);
  });

  it('keeps the results of the last run in sight while the next one runs', () => {
    const running = after([whole({ run: run(done) }), patch({ run: run(null, { id: 2 }) })]);
    expect(running.shown?.id).toBe(1);
    expect(after([patch({ run: run(done, { id: 2 }) })], running).shown?.id).toBe(2);
  });

  it('keeps the filter of the timeline for the same once more, and not for another run or app', () => {
    const filter = { kinds: [], text: 'plan' } as const;
    const start = reduce(after([whole({ run: run(done) })]), { type: 'filtered', filter });
    const again = patch({ run: run(done, { id: 2 }) });
    expect(after([again], start).filter).toEqual(filter);
    expect(after([patch({ run: run(done, { id: 2, isPast: true }) })], start).filter.text).toBe('');
    expect(after([patch({ run: run(done, { id: 2, entryPoint: 'jobs.a' }) })], start).filter.text).toBe('');
    const other = { rootUri: 'file:///other', name: 'Other' };
    expect(after([patch({ app: other, run: null })], start).filter.text).toBe('');
  });

  it('drops the results of another app', () => {
    const other = { rootUri: 'file:///other', name: 'Other' };
    const first = after([whole({ run: run(done) })]);
    expect(after([patch({ app: other, run: null })], first).shown).toBeNull();
    expect(after([patch({ app: other, run: run(null, { id: 2 }) })], first).shown).toBeNull();
  });

  it('announces the end of a run, once, and not that of a run from before', () => {
    const ended = after([whole(), patch({ run: run(null) }), patch({ run: run(done) })]);
    expect(ended.announcement).toBe('onEvent, 21 ms: Completed. 1 event captured.');
    const past = { run: run(done, { isPast: true }) };
    expect(after([whole(past)]).announcement).toBe('');
  });

  it('announces the run with which the panel opens, and not again when it comes back', () => {
    const opened = after([whole({ run: run(done) })]);
    expect(opened.announcement).toBe('onEvent, 21 ms: Completed. 1 event captured.');
    const { toldRun } = opened;
    expect(after([whole({ run: run(done) })], { ...initialState, toldRun }).announcement).toBe('');
  });

  it('announces the end of a run with what came of its captured events, which may be told at once', () => {
    const hops = [hop('company identified', 1, 0, { steps: [step()] })];
    const followed = { ...done, hops, following: { end: 'rests', maxHops: 10, maxEvents: 9 } } as const;
    expect(after([whole({ run: run(done) }), patch({ run: run(followed) })]).announcement).toBe(
      'onEvent, 21 ms: Completed. 1 event captured. Captured events: Comes to rest. 1 event came back in 1 hop; then nothing was captured any more.',
    );
  });

  it('announces what differs from another run', () => {
    const comparison = {
      id: 'other',
      startedAt: '2022-10-01T11:58:00.000Z',
      differences: ['The input differs.', '1 more log line.'],
    };
    const first = after([whole({ run: run(done) })]);
    const compared = after([patch({ comparison })], first);
    expect(compared.announcement).toMatch(
      /^Compared with the run of .*: The input differs. 1 more log line.$/,
    );
    const same = { ...comparison, differences: [] };
    expect(after([patch({ comparison: same })], compared).announcement).toMatch(/Both runs did the same.$/);
  });

  it('forgets what was open in the run before, and nothing else', () => {
    let view = after([whole({ run: run(done) })]);
    for (const id of ['config', 'run:request:0']) view = reduce(view, { type: 'toggled', id, isOpen: true });
    expect(view.toggled).toEqual({ config: true, 'run:request:0': true });
    expect(after([patch({ run: run(done, { id: 2 }) })], view).toggled).toEqual({ config: true });
    expect(after([patch({ canRun: false })], view).toggled).toEqual(view.toggled);
  });
});

it('the store tells of changes, and is silent when nothing changed', () => {
  const store = new Store();
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  store.dispatch({ type: 'received', message: patch({ canRun: false }) });
  expect(listener).not.toHaveBeenCalled();
  store.dispatch({ type: 'received', message: whole() });
  expect(listener).toHaveBeenCalledOnce();
});

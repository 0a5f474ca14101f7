/** Apps under a debugger: the real sandbox, and a debugger that speaks the protocol. */
import { expect, test } from 'vitest';
import { FakeDebugger } from './support/fakeDebugger.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const code = `export function processEvent(event: { properties: { seen?: string } }) {
  const seen: string = 'so'
  event.properties.seen = seen
  return event
}`;

/** The line of `event.properties.seen = seen` as it was compiled, from 0. */
const lineOfChange = 5;

test('stops where the debugger said, before the app began, and waits without a time limit', async () => {
  let attached: FakeDebugger | undefined;
  const running = runApp(pool(), code, {
    file: 'index.ts',
    timeoutSeconds: 0.2,
    attachDebugger: async (address) => {
      attached = await FakeDebugger.attach(address);
      await attached.send('Debugger.setBreakpointByUrl', {
        url: 'posthog-app:///index.ts',
        lineNumber: lineOfChange,
      });
      await attached.send('Runtime.runIfWaitingForDebugger');
      return true;
    },
  });
  await expect.poll(() => attached, { timeout: 20_000 }).toBeDefined();
  const { callFrames } = (await attached?.paused()) ?? { callFrames: [] };
  const [frame] = callFrames;
  expect(frame?.functionName).toBe('processEvent');
  const { result } = ((await attached?.send('Debugger.evaluateOnCallFrame', {
    callFrameId: frame?.callFrameId,
    expression: 'seen',
  })) ?? {}) as { readonly result?: { readonly value: unknown } };
  expect(result?.value).toBe('so');
  // Longer than the time limit of the run, while the app stands still.
  await attached?.send('Debugger.evaluateOnCallFrame', {
    callFrameId: frame?.callFrameId,
    expression: 'for (const end = Date.now() + 500; Date.now() < end; );',
  });
  await attached?.send('Debugger.resume');
  const trace = await running;
  expect(trace.outcome).toBe('changed');
  expect(trace.notices?.join(' ')).toContain('under the debugger');
  attached?.close();
});

test('leads the debugger to the author’s own file', async () => {
  let attached: FakeDebugger | undefined;
  // The app stands still until its script has been seen: a process that is gone says nothing more.
  const running = runApp(pool(), code.replace('return event', 'debugger; return event'), {
    file: 'index.ts',
    attachDebugger: async (address) => {
      attached = await FakeDebugger.attach(address);
      await attached.send('Runtime.runIfWaitingForDebugger');
      return true;
    },
  });
  await expect.poll(() => attached, { timeout: 20_000 }).toBeDefined();
  await attached?.paused();
  const script = attached?.scripts.find(({ url }) => url === 'posthog-app:///index.ts');
  const [, base64 = ''] = String(script?.['sourceMapURL']).split('base64,');
  const map = JSON.parse(Buffer.from(base64, 'base64').toString()) as { readonly sources: readonly string[] };
  expect(map.sources).toEqual(['file:///index.ts']);
  await attached?.send('Debugger.resume');
  await running;
  attached?.close();
});

test('a debugger that stops at rejections finds those of the app alone', async () => {
  let attached: FakeDebugger | undefined;
  const running = runApp(pool(), code.replace('return event', 'debugger; return event'), {
    file: 'index.ts',
    attachDebugger: async (address) => {
      attached = await FakeDebugger.attach(address);
      await attached.send('Debugger.setPauseOnExceptions', { state: 'uncaught' });
      await attached.send('Runtime.runIfWaitingForDebugger');
      return true;
    },
  });
  await expect.poll(() => attached, { timeout: 20_000 }).toBeDefined();
  const { callFrames } = (await attached?.paused()) ?? { callFrames: [] };
  expect(callFrames[0]?.functionName).toBe('processEvent');
  await attached?.send('Debugger.resume');
  expect((await running).outcome).toBe('changed');
  attached?.close();
});

test('says so when no debugger comes, and the next run works', async () => {
  const trace = await runApp(pool(), code, { file: 'index.ts', attachDebugger: async () => false });
  expect(trace.outcome).toBe('failed');
  expect(trace.errors[0]?.message).toBe('The debugger could not attach to the app. Run it again.');
  expect((await runApp(pool(), code, { file: 'index.ts' })).outcome).toBe('changed');
});

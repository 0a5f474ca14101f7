import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RuntimeEnded, RuntimeOff, RuntimeProcess } from '../../client/runtimeProcess.ts';
import { localHost } from '../../platform/hosts.ts';
import type { ConsentRequest, RunRequest } from '../../protocol/runtime.ts';

const program = join(import.meta.dirname, '../fixtures/client/runtime.mjs');
const started: RuntimeProcess[] = [];
const never = new AbortController().signal;

function runtime(
  consent: (request: ConsentRequest) => Promise<boolean> = async () => false,
  whyOff: () => string | null = () => null,
) {
  const printed: string[] = [];
  const process = new RuntimeProcess({
    program,
    whyOff,
    consent,
    allowPackages: async () => false,
    attachDebugger: async () => false,
    log: (text) => printed.push(text),
  });
  started.push(process);
  return { process, printed };
}

function request(entryPoint: string): RunRequest {
  return {
    app: { root: '/app', unsaved: {} },
    entryPoint,
    input: null,
    config: {},
    access: { host: localHost, projectId: null, projectApiKey: null, personalApiKeys: {}, mode: 'live' },
    timeoutSeconds: 1,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: there is no such process any more.
    return false;
  }
}

afterEach(() => {
  for (const process of started.splice(0)) process.dispose();
});

describe('the runtime process', () => {
  it('starts with the first run, and serves the next ones too', async () => {
    const { process } = runtime();
    expect(process.pid).toBeUndefined();
    const first = await process.run(request('pid'), never);
    const second = await process.run(request('pid'), never);
    expect(first.result).toBe(process.pid);
    expect(second.result).toBe(first.result);
  });

  it('does not start, whatever it is wanted for, while there is a reason against it', async () => {
    let why: string | null = 'Not trusted.';
    const { process } = runtime(undefined, () => why);
    const { access, app } = request('pid');
    const ways: readonly (() => Promise<unknown>)[] = [
      () => process.run(request('pid'), never),
      () => process.runMany(request('pid'), never),
      () => process.runLifeCycle({ ...request('pid'), exports: [] }, never),
      () => process.listProjects(access),
      () => process.realEvents(access),
      () => process.testConnection(access),
      () => process.warmUp(app),
    ];
    for (const way of ways) await expect(way()).rejects.toThrow(RuntimeOff);
    expect(process.pid).toBeUndefined();
    why = null;
    expect((await process.run(request('pid'), never)).result).toBe(process.pid);
  });

  it.each([
    ['crash', 'exit code 7'],
    ['kill', 'signal SIGKILL'],
  ])(
    'that ends by itself (%s) fails the run with one clear error, and the next run works',
    async (how, words) => {
      const { process } = runtime();
      const failure = await process.run(request(how), never).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RuntimeEnded);
      expect(String(failure)).toContain(words);
      expect((await process.run(request('pid'), never)).result).toBe(process.pid);
    },
  );

  it('whose program is missing fails the run, not the editor', async () => {
    const process = new RuntimeProcess({
      program: join(import.meta.dirname, 'missing.js'),
      whyOff: () => null,
      consent: async () => false,
      allowPackages: async () => false,
      attachDebugger: async () => false,
      log: () => undefined,
    });
    started.push(process);
    await expect(process.run(request('pid'), never)).rejects.toBeInstanceOf(RuntimeEnded);
  });

  it('hands on an error of its own without being restarted', async () => {
    const { process } = runtime();
    await process.run(request('pid'), never);
    const { pid } = process;
    await expect(process.run(request('throw'), never)).rejects.toThrow('no such thing');
    expect(process.pid).toBe(pid);
  });

  it('is asked to stop, and answers with what it has', async () => {
    const { process } = runtime();
    const stop = new AbortController();
    const running = process.run(request('wait'), stop.signal);
    await process.run(request('pid'), never);
    stop.abort();
    expect((await running).outcome).toBe('stopped');
  });

  it('asks for consent on the same channel', async () => {
    const asked: ConsentRequest[] = [];
    const { process } = runtime(async (question) => {
      asked.push(question);
      return true;
    });
    expect((await process.run(request('consent'), never)).result).toBe(true);
    expect(asked).toEqual([{ origin: 'https://a.example', projectId: null, what: 'capture of "x"' }]);
  });

  it('sees none of the keys in the environment of the editor', async () => {
    vi.stubEnv('POSTHOG_PERSONAL_API_KEY', 'phx_in_the_environment');
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128');
    const { process } = runtime();
    const { result } = await process.run(request('environment'), never);
    vi.unstubAllEnvs();
    expect(JSON.stringify(result)).not.toContain('phx_in_the_environment');
    expect(result).toMatchObject({ HTTPS_PROXY: 'http://proxy.example:3128' });
  });

  it('prints into the output', async () => {
    const { process, printed } = runtime();
    await process.run(request('print'), never);
    await vi.waitFor(() => expect(printed.join('')).toContain('a line on the way'));
  });

  it('is gone after dispose, and a run that waits for it ends', async () => {
    const { process } = runtime();
    await process.run(request('pid'), never);
    const pid = process.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
    const running = process.run(request('wait'), never);
    process.dispose();
    await expect(running).rejects.toBeInstanceOf(RuntimeEnded);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });
});

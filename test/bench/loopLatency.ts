/**
 * How long an edit takes to its verdict: new text, new program, all rules, as the language server does it.
 * `node test/bench/loopLatency.ts [lines…]` prints medians; it tests nothing.
 */
import { emptyManifest } from '../../platform/manifest.ts';
import type { App } from '../../server/analysis/appFolder.ts';
import { Files } from '../../server/analysis/files.ts';
import { Engine } from '../../server/engine.ts';
import { defaultLevels } from '../../server/lintSettings.ts';
import { MemoryHost } from '../server/memoryHost.ts';
import { appText, median } from './appText.ts';

const path = '/app/index.ts';

function measure(lines: number): void {
  const text = appText(lines);
  const host = new MemoryHost(new Map([[path, text]]));
  const files = new Files(host);
  const engine = new Engine(files);
  const app: App = {
    root: '/app',
    manifestPath: '/app/plugin.json',
    manifest: { text: '{}', json: {}, manifest: emptyManifest, problem: null },
    name: 'bench',
    entryFile: path,
  };
  const times: number[] = [];
  const ruleTimes: number[] = [];
  const cpuTimes: number[] = [];
  const turns = lines > 5000 ? 9 : 25;
  for (let turn = 0; turn <= turns; turn += 1) {
    files.setOpen(path, `${text}// edit ${turn}\n`);
    const start = performance.now();
    const program = engine.serviceOf(app).program();
    const middle = performance.now();
    const cpuStart = process.cpuUsage();
    engine.findings(app, defaultLevels);
    const end = performance.now();
    const cpu = process.cpuUsage(cpuStart).user / 1000;
    cpuTimes.push(cpu);
    times.push(end - start);
    ruleTimes.push(end - middle);
    if (turn === 0) {
      const found = engine.findings(app, defaultLevels).length;
      const actual = program.files.reduce((sum, file) => sum + file.getLineStarts().length, 0);
      console.log(
        `${actual} lines, ${found} findings: first ${(end - start).toFixed(0)} ms, of it rules ${(end - middle).toFixed(0)} ms`,
      );
    }
  }
  const warm = median(times.slice(5));
  console.log(
    `  after an edit: median ${warm.toFixed(1)} ms, of it rules ${median(ruleTimes.slice(5)).toFixed(1)} ms (${median(cpuTimes.slice(5)).toFixed(1)} ms of processor time); heap ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MB`,
  );
}

const wanted = process.argv.slice(2).map(Number);
for (const lines of wanted.length > 0 ? wanted : [100, 1000, 10_000]) measure(lines);

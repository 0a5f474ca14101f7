/**
 * What the rules beside the loop analysis cost: the same edits with them on and off, in turn, in one run.
 * `node test/bench/nodeRules.ts [lines…]` prints medians; it tests nothing.
 */
import { emptyManifest } from '../../platform/manifest.ts';
import { Files } from '../../server/analysis/files.ts';
import { Engine } from '../../server/engine.ts';
import { defaultLevels } from '../../server/lintSettings.ts';
import { MemoryHost } from '../server/memoryHost.ts';
import { loopLevels } from '../server/levels.ts';
import { appText, median } from './appText.ts';

const path = '/app/index.ts';
const turns = 31;

function measure(lines: number): void {
  const text = appText(lines);
  const files = new Files(new MemoryHost(new Map([[path, text]])));
  const engine = new Engine(files);
  const app = {
    root: '/app',
    manifestPath: '/app/plugin.json',
    manifest: { text: '{}', json: {}, manifest: emptyManifest, problem: null },
    name: 'bench',
    entryFile: path,
  };
  const times = { on: [] as number[], off: [] as number[] };
  for (let turn = 0; turn < turns * 2; turn += 1) {
    const which = turn % 2 === 0 ? 'on' : 'off';
    files.setOpen(path, `${text}// edit ${turn}\n`);
    engine.serviceOf(app).program();
    const start = performance.now();
    engine.findings(app, which === 'on' ? defaultLevels : loopLevels);
    times[which].push(performance.now() - start);
  }
  const [on, off] = [median(times.on.slice(8)), median(times.off.slice(8))];
  console.log(
    `${lines} lines: ${on.toFixed(1)} ms with all rules, ${off.toFixed(1)} ms with the loop rule alone: ${(on - off).toFixed(1)} ms more`,
  );
}

const wanted = process.argv.slice(2).map(Number);
for (const lines of wanted.length > 0 ? wanted : [100, 1000, 5000]) measure(lines);

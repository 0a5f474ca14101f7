/** The sandbox processes that this test process has started and that still live. */
import { execFileSync } from 'node:child_process';

export function sandboxPids(parent = process.pid): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[2]) === parent && match[3]?.includes('sandbox.js'))
    .map((match) => Number(match?.[1]));
}

/** What the benchmarks of the analysis share. */

/** An app of about that many lines: handlers by event name, helpers that call each other, a few sinks, all reached. */
export function appText(lines: number): string {
  const count = Math.max(1, Math.floor(lines / 12));
  const parts: string[] = ["const OWN = new Set(['enriched', 'counted'])\n"];
  for (let index = 0; index < count; index += 1) {
    const next = index + 1 < count && index % 8 !== 7 ? `await step${index + 1}(event, meta)` : 'return';
    parts.push(`
async function step${index}(event: any, meta: any): Promise<void> {
  const { properties = {}, distinct_id } = event
  const total = (properties.items ?? []).reduce((sum: number, item: any) => sum + (item.price || 0), ${index})
  if (total > 100 && event.event === 'order ${index}') {
    meta.global.totals = { ...meta.global.totals, [distinct_id]: total }
  }
  for (const key of ['a', 'b']) if (properties[key]) console.log(\`\${key} of step ${index}\`, total)
  ${index % 40 === 0 ? `if (!OWN.has(event.event)) await posthog.capture('counted', { distinct_id, total })` : `const label = ['x', 'y'].map((one) => one + total).join(',')`}
  ${next}
}
`);
  }
  const starts = Array.from(
    { length: Math.ceil(count / 8) },
    (_, index) => `    case 'event ${index}':\n      await step${index * 8}(event, meta)\n      break\n`,
  );
  parts.push(`
export async function onEvent(event: any, meta: any) {
  switch (event.event) {
${starts.join('')}  }
}
`);
  return parts.join('');
}

/** The value in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0;
}

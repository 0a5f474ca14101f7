/** The edits that "fix all" applies: those that surely do what the author meant. */
import type { Finding, TextChange } from '../analysis/finding.ts';

/**
 * The first safe fix of each finding, by place. A fix that overlaps with one before it is left out: it comes up again
 * when the others are applied.
 */
export function safeChanges(findings: readonly Finding[]): readonly TextChange[] {
  const chosen: TextChange[] = [];
  for (const { fixes } of findings) {
    const changes = fixes.find(({ isSafe }) => isSafe === true)?.changes;
    if (changes === undefined || changes.some((change) => chosen.some((other) => overlaps(change, other))))
      continue;
    chosen.push(...changes);
  }
  return chosen.toSorted(
    (one, other) => one.span.file.localeCompare(other.span.file) || one.span.start - other.span.start,
  );
}

/** Two insertions at one place overlap as well: their order would be chance. */
function overlaps({ span: one }: TextChange, { span: other }: TextChange): boolean {
  return (
    one.file === other.file &&
    one.start <= other.start + other.length &&
    other.start <= one.start + one.length
  );
}

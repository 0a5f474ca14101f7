/** The pages of the rules, for those who read a report where this package is not at hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RulePage {
  /** With its marks, but without links to other pages, which lead nowhere from there. */
  readonly markdown: string;
  /** What the marks mean to a reader is left out, too. */
  readonly text: string;
}

/** Gives the page of a rule by its name; undefined when it cannot be read. */
export type RulePages = (rule: string) => RulePage | undefined;

/** @param folder with a page for each rule. */
export function rulePagesIn(folder: string): RulePages {
  return (rule) => {
    let page: string;
    try {
      page = readFileSync(join(folder, `${rule}.md`), 'utf8').replaceAll('\r\n', '\n');
    } catch {
      return undefined;
    }
    const markdown = page.replaceAll(/\[([^\]\n]+)\]\((?!https?:)[^)\n]+\)/g, '$1').trim();
    const text = markdown
      .replaceAll(/^#+ +/gm, '')
      .replaceAll(/^```.*\n/gm, '')
      .replaceAll(/\n?^```$/gm, '')
      .replaceAll(/\[([^\]\n]+)\]\((https?:[^)\n]+)\)/g, '$1 ($2)');
    return { markdown, text };
  };
}

/** The page of a rule in this package. */
export function pagePath(rule: string): string {
  return `docs/rules/${rule.slice(rule.lastIndexOf('/') + 1)}.md`;
}

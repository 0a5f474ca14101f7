/** What a hover says of a job or a metric where the app declares it: how it is used, and what comes of it (reference 3.7, 3.8). */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import ts from 'typescript';
import { jobsExport, metricsExport } from '../../../platform/lifecycle.ts';
import { accessText } from '../../analysis/appDeclarations.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { codeFactsOf } from '../../analysis/codeFacts.ts';
import { collectionsOf } from '../../analysis/exportedCollections.ts';
import type { Located } from '../../context.ts';
import type { NameNode } from './member.ts';

/** Markdown for a key of the exported `jobs` or `metrics`; undefined for all other names. */
export function memberHover({ service }: Located, name: NameNode): string | undefined {
  const { parent } = name;
  if (!ts.isObjectLiteralElement(parent) || parent.name !== name) return undefined;
  if (!ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const app = service.program();
  const collections = collectionsOf(app.files);
  if (collections[jobsExport].literals.includes(parent.parent)) return jobText(name.text, app);
  return collections[metricsExport].literals.includes(parent.parent) ? metricText(name.text, app) : undefined;
}

function jobText(name: string, app: AppProgram): string | undefined {
  const parameter = codeFactsOf(app.files).jobs.get(name);
  if (parameter === undefined) return undefined;
  const call = `meta.jobs${accessText(name)}(${parameter === '' ? '' : 'payload'})`;
  const manifest = parseTree(app.manifestText);
  const isPublic = manifest !== undefined && findNodeAtLocation(manifest, ['publicJobs', name]) !== undefined;
  return [
    `**A job.** \`await ${call}.runIn(5, 'minutes')\`, \`.runNow()\` or \`.runAt(date)\` enqueues a run; a call of this function does not.`,
    '',
    parameter === ''
      ? '- A run without a payload calls it with `meta`.'
      : '- A run calls it with the payload, as JSON has it, and `meta`.',
    ...(isPublic ? ['- People start it in PostHog, too: it is among `publicJobs` in `plugin.json`.'] : []),
  ].join('\n');
}

function metricText(name: string, { files }: AppProgram): string | undefined {
  const kind = codeFactsOf(files).metrics.get(name) ?? '';
  const told = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (told === undefined) return undefined;
  return `**A metric of the kind \`${kind}\`.** \`meta.metrics${accessText(name)}.${told.method}(value)\` ${told.effect}. It has no other method; anything but a number throws.`;
}

interface KindOfMetric {
  readonly method: string;
  readonly effect: string;
}

const kinds: Readonly<Record<string, KindOfMetric>> = {
  sum: { method: 'increment', effect: 'adds to it' },
  max: { method: 'max', effect: 'keeps the largest value' },
  min: { method: 'min', effect: 'keeps the smallest value' },
};

/**
 * Writes platform/restCatalogue.generated.ts out of an OpenAPI description of PostHog's API:
 *
 * `node scripts/generateRestCatalogue.ts <path of the openapi yaml>`
 *
 * Names, types and methods are kept; every text is dropped.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { parse } from 'yaml';
import { formatCatalogue } from '../platform/restCatalogueFormat.ts';
import { convertOpenApi } from './openApiToCatalogue.ts';

const target = join(import.meta.dirname, '..', 'platform', 'restCatalogue.generated.ts');

/** The TypeScript file that carries the text form of the catalogue. */
function moduleText(catalogue: string): string {
  const literal = catalogue.replaceAll(/[`\\]|\$\{/g, '\\$&');
  return [
    '/**',
    " * PostHog's REST API of 2023 in the text form of restCatalogueFormat.ts. Written by",
    ' * scripts/generateRestCatalogue.ts: change the script or its corrections, not this file.',
    ' */',
    `export const restCatalogueText = \`\n${literal}\`;\n`,
  ].join('\n');
}

async function main(): Promise<void> {
  const source = process.argv[2];
  if (source === undefined) {
    console.error('Name the OpenAPI file: node scripts/generateRestCatalogue.ts <path of the openapi yaml>');
    process.exitCode = 1;
    return;
  }
  const document: unknown = parse(await readFile(source, 'utf8'));
  const catalogue = convertOpenApi(document);
  const text = formatCatalogue(catalogue);
  await writeFile(target, moduleText(text));
  const templates = new Set(catalogue.operations.map((operation) => operation.template));
  console.log(
    `${templates.size} paths, ${catalogue.operations.length} operations, ${catalogue.shapes.size} shapes: ` +
      `${Buffer.byteLength(text)} bytes, ${deflateRawSync(text, { level: 9 }).length} deflated.`,
  );
}

await main();

/**
 * Makes of a source file what the sandbox runs: types gone, imports turned into look-ups, sloppy mode as in
 * PostHog. TypeScript is loaded on first need, since it takes longer than a whole run.
 */
import type typescript from 'typescript';
import { unreadableSyntax } from '../../platform/languageLevel.ts';
import type { Profile } from '../../platform/profiles.ts';
import type { SourceLocation } from '../../protocol/trace.ts';
import { removeEmptyFields } from './classFields.ts';
import { keepConstants } from './constants.ts';
import { doubleAwaits } from './doubledAwaits.ts';
import { keepExportPatterns } from './exportPatterns.ts';
import { collectImports, type ImportSite } from './importSites.ts';
import { findRefusedSyntax, type RefusedPlace } from './refusedSyntax.ts';
import { SetupProblem } from './setupProblem.ts';
import { findStrictProblem } from './strictSyntax.ts';
import { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import { positionAt } from './sourceText.ts';

type TypeScript = typeof typescript;

let loading: Promise<TypeScript> | undefined;

/** Loads TypeScript once; call it early to hide the time it takes. */
export function loadTypeScript(): Promise<TypeScript> {
  loading ??= import('typescript').then((module) => module.default);
  return loading;
}

export interface TranspileOptions {
  /** Whether awaits are evaluated twice, as the servers of 2021 did. */
  readonly doublesAwaits: boolean;
  /** Whose compiler it is that reads the code. */
  readonly profile: Profile;
}

export interface TranspiledFile {
  readonly code: string;
  /** Source map as JSON text. */
  readonly map: string;
  readonly imports: readonly ImportSite[];
}

interface Known extends TranspileOptions {
  readonly source: string;
  readonly result: TranspiledFile;
}

const cache = new Map<string, Known>();

/**
 * @param path relative to the app's folder, for messages.
 * @throws SetupProblem with the place of a syntax error.
 */
export async function transpile(
  path: string,
  source: string,
  options: TranspileOptions,
): Promise<TranspiledFile> {
  const known = cache.get(path);
  const { doublesAwaits, profile } = options;
  if (known?.source === source && known.doublesAwaits === doublesAwaits && known.profile === profile)
    return known.result;
  const result = compile(await loadTypeScript(), path, source, options);
  cache.set(path, { source, doublesAwaits, profile, result });
  return result;
}

function compile(ts: TypeScript, path: string, source: string, options: TranspileOptions): TranspiledFile {
  const imports: ImportSite[] = [];
  let refused: RefusedPlace | undefined;
  let dynamic: number | undefined;
  const output = ts.transpileModule(source, {
    // PostHog reads JavaScript as TypeScript too (reference 4.1). No import of the app may mean this name: TypeScript would
    // take the file for what it imports.
    fileName: '__pluginHostFile.ts',
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      noEmitHelpers: true,
      sourceMap: true,
      newLine: ts.NewLineKind.LineFeed,
    },
    transformers: {
      before: [
        () => (file) => {
          refused = findRefusedSyntax(ts, file, options.profile);
          dynamic = findDynamicImport(ts, file);
          return file;
        },
        (context) => (file) => keepExportPatterns(ts, context, keepConstants(ts, context, file)),
        ...(options.doublesAwaits
          ? [
              (context: typescript.TransformationContext) => (file: typescript.SourceFile) =>
                doubleAwaits(ts, context, file),
            ]
          : []),
      ],
      after: [
        (context) => (file) => collectImports(ts, context, removeEmptyFields(ts, context, file), imports),
      ],
    },
  });
  const unread = (output.diagnostics?.length ?? 0) > 0 ? unreadableSyntax(ts, source) : undefined;
  if (unread !== undefined) throw syntaxProblem(path, source, { ...unread, offset: unread.start });
  if (refused !== undefined) throw syntaxProblem(path, source, refused);
  const map = output.sourceMapText ?? '{}';
  const strict = findStrictProblem(output.outputText);
  if (strict !== undefined) {
    const maps = new SourceMaps();
    maps.add(path, map);
    const location = maps.locate(path, strict.line, strict.column);
    throw unreadable(
      path,
      location,
      `${strict.message.replace(/\.$/, '')}. PostHog reads apps as modules, which are strict`,
    );
  }
  // The compiler makes a call of its own of `import(name)`, which knows no place.
  const placed = imports.map((site) =>
    site.specifier === 'undefined' && site.offset === 0 ? { ...site, offset: dynamic ?? 0 } : site,
  );
  return { code: runSloppy(output.outputText), map, imports: placed };
}

/** The first `import(…)` of something that is no text. */
function findDynamicImport(ts: TypeScript, file: typescript.SourceFile): number | undefined {
  if (!/\bimport\s*\(/.test(file.text)) return undefined;
  const search = (node: typescript.Node): number | undefined => {
    const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const [argument] = isImport ? node.arguments : [];
    if (argument !== undefined && !ts.isStringLiteralLike(argument)) return node.getStart(file);
    return ts.forEachChild(node, search);
  };
  return search(file);
}

/** `"use strict"` is not the first statement there, so it has no effect (reference 4.4). The length stays. */
function runSloppy(code: string): string {
  return code.replace(/^"use strict";/, '             ').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}

function syntaxProblem(path: string, source: string, { message, offset }: RefusedPlace): SetupProblem {
  return unreadable(path, { file: path, ...positionAt(source, offset) }, message);
}

function unreadable(path: string, location: SourceLocation, message: string): SetupProblem {
  return new SetupProblem(
    `${path} cannot be read, line ${location.line}: ${message.replace(/\.$/, '')}.`,
    location,
    'app',
  );
}

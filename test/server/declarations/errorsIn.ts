/** What TypeScript says of code beside our declarations. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '../../..');
export const globals = join(root, 'platform/globals.d.ts');
export const modules = readdirSync(join(root, 'platform/modules')).map((name) =>
  join(root, 'platform/modules', name),
);
export const vm = join(root, 'platform/vm.d.ts');
export const node = join(root, 'platform/node.d.ts');
export const commonJs = join(root, 'platform/commonjs.d.ts');
export const ownMeta = join(root, 'platform/ownMeta.d.ts');

export interface World {
  readonly lib?: readonly string[];
  readonly types?: readonly string[];
  /** Whether vm.d.ts is there: with node.d.ts beside it, as it asks for, or alone, as `posthog-env.d.ts` may hold it. */
  readonly vm?: boolean | 'alone';
  readonly modules?: boolean;
  /** Whether the file is JavaScript, with types in JSDoc. */
  readonly js?: boolean;
  /** More files beside the code. */
  readonly more?: readonly string[];
}

/** Everything TypeScript says about a file beside our declarations, in a strict program that checks them too. */
export function errorsIn(
  code: string,
  {
    lib = ['lib.es2023.d.ts'],
    types = [],
    vm: withVm = false,
    modules: withModules = false,
    js = false,
    more = [],
  }: World = {},
): string[] {
  const fileName = js ? '/app/index.js' : '/app/index.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    checkJs: js,
    lib: [...lib],
    types: [...types],
    typeRoots: [join(root, 'node_modules/@types')],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const real = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...real,
    getSourceFile: (name, version) => {
      if (name === fileName) return ts.createSourceFile(name, code, version, true);
      const text =
        name === vm && withVm === 'alone' ? real.readFile(vm)?.replace(/^\/\/\/.*/, '') : undefined;
      return text === undefined
        ? real.getSourceFile(name, version)
        : ts.createSourceFile(name, text, version, true);
    },
    fileExists: (name) => name === fileName || real.fileExists(name),
    readFile: (name) => (name === fileName ? code : real.readFile(name)),
  };
  const program = ts.createProgram(
    [fileName, globals, ...(withVm === false ? [] : [vm]), ...(withModules ? modules : []), ...more],
    options,
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ code: number, messageText }) => `${number} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

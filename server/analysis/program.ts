/**
 * One TypeScript language service per app: the app's files as their author sees them, our declarations, and nothing
 * of the DOM or of Node's types. The rest of the server sees it as an {@link AppProgram}.
 */
import ts from 'typescript';
import {
  type AllowedImport,
  commonJsDeclarations,
  extendsMeta,
  fallbackDeclarations,
  importsOf,
  moduleDeclarations,
  nodeDeclarations,
  ownMetaDeclarations,
  vmDeclarations,
  nodeTypes,
  packageFolders,
  packagesNamedIn,
  usesCommonJs,
} from '../../platform/imports.ts';
import { defaultProfile, type Profile, profileDeclarations } from '../../platform/profiles.ts';
import { isWithin, joinPath } from '../uris.ts';
import { appDeclarations } from './appDeclarations.ts';
import { type App, isAppSource } from './appFolder.ts';
import type { AppProgram } from './appProgram.ts';
import { appRegistry } from './appRegistry.ts';
import { type CodeFacts, codeFactsOf, lastingFacts, noFacts } from './codeFacts.ts';
import {
  appsCheckedTogether,
  environmentDeclarations,
  isConfigured,
  leavesTypesOpen,
  projectFolder,
  takesBrowserTypes,
  takesNodeTypes,
} from './environmentFile.ts';
import { type Environment, withMapTo } from './environmentMap.ts';
import type { Files } from './files.ts';
import { isInstalled } from './installed.ts';
import type { Origin } from './owner.ts';
import { isOfScaffold, scaffoldPackage, withPartsOfApp } from './scaffoldTypes.ts';
import { keepShared, SharedFiles, sharedVersion } from './sharedFiles.ts';
import { snapshotOf } from './textSnapshot.ts';

/** As PostHog runs apps: modern JavaScript, types stripped and never checked (reference 4.4). */
const compilerOptions: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // A file without exports is still a file of its own, not part of a common scope.
  moduleDetection: ts.ModuleDetectionKind.Force,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  types: [],
  maxNodeModuleJsDepth: 0,
};

/** Makes the services of apps; what does not belong to one app, such as the libraries, they share. */
export class AppServices {
  readonly #files: Files;
  readonly #registry: ts.DocumentRegistry;
  readonly #shared: SharedFiles;
  readonly #services = new Map<string, AppService>();

  constructor(files: Files) {
    this.#files = files;
    this.#registry = appRegistry(files.host.isCaseSensitive, compilerOptions);
    this.#shared = new SharedFiles(files.host);
    keepShared(this.#shared, this.#registry, compilerOptions);
  }

  /** The service of an app, made when it is first asked for. */
  of(app: App): AppService {
    let service = this.#services.get(app.root);
    if (service === undefined) {
      service = new AppService(this.#files, app, this.#shared, this.#registry);
      this.#services.set(app.root, service);
    }
    service.update(app);
    return service;
  }

  /**
   * What `posthog-env.d.ts` holds: our declarations for whoever does not have them from us.
   *
   * @param apps those that may be checked together with it: nothing of one app can stand in the file then.
   * @param path of the file.
   */
  environment(app: App, apps: readonly App[], path: string): Environment {
    const { host } = this.#files;
    const service = this.of(app);
    const isProject = isConfigured(host, app);
    const together = appsCheckedTogether(host, app, apps).map((one) => this.of(one));
    const isShared = together.length > 1;
    const namesNode = together.some((one) => one.namesNode());
    // Whether TypeScript takes installed types of Node by itself depends on its version, which may be another one in the
    // editor, and beside them `Buffer` cannot be declared a second time: where the choice is TypeScript's, they are taken.
    const mayTakeNode =
      isProject && leavesTypesOpen(host, app) && isInstalled(host, projectFolder(host, app), [nodeTypes]);
    const takesNode = namesNode && mayTakeNode;
    const hasNode = takesNode || together.some((one) => one.hasNodeTypes());
    // A project has `Buffer` before the code names it: the file is written anew when the code is saved.
    const globals = isProject && !hasNode && !mayTakeNode ? [nodeDeclarations] : [];
    const modules = [...new Set(together.flatMap((one) => [...one.unknownModules(hasNode), ...globals]))];
    const text = environmentDeclarations(
      host,
      // One of several apps may have the package installed.
      isShared ? modules.map((name) => name.replace(/^(modules\/.*)\.d\.ts$/, '$1.fallback.d.ts')) : modules,
      takesNode ? ['node'] : [],
      profileDeclarations(service.profile),
      isShared ? undefined : service.lastingDeclarations(),
    );
    const { manifest, manifestPath } = app;
    return isShared
      ? { text, map: undefined }
      : withMapTo({ path: manifestPath, text: manifest.text }, text, path);
  }

  /** Forgets an app that is gone. */
  drop(root: string): void {
    this.#services.get(root)?.languageService.dispose();
    this.#services.delete(root);
  }

  /** A file came or went: imports that led nowhere may lead somewhere now, and the other way round. */
  filesMoved(path: string): void {
    for (const service of this.#services.values()) service.filesMoved(path);
  }
}

export class AppService {
  readonly languageService: ts.LanguageService;
  readonly #files: Files;
  readonly #shared: SharedFiles;
  #app: App;
  #declarations: string;
  #code: CodeFacts = noFacts;
  #modules: { readonly generation: number; readonly files: readonly string[] } | undefined;
  #profile: Profile = defaultProfile;
  /** Part of each version: a new one makes TypeScript look at all files of the app again. */
  #generation = 0;
  /** Grows when the app or what is declared of it changes. */
  #changes = 0;
  #latest: { readonly app: App; readonly program: AppProgram } | undefined;
  #newest: ts.Program | undefined;
  /** Files of the newest program that may change on disk. */
  #onDisk: readonly string[] = [];
  readonly #appFile: string;
  readonly #globalsFile: string;
  readonly #moduleFolder: string;

  constructor(files: Files, app: App, shared: SharedFiles, registry: ts.DocumentRegistry) {
    this.#files = files;
    this.#shared = shared;
    this.#app = app;
    const { declarations } = files.host.assets;
    // A name that no file has: the declarations of this app exist in memory alone.
    this.#appFile = joinPath(app.root, '.posthog-app.d.ts');
    this.#globalsFile = joinPath(declarations, 'globals.d.ts');
    this.#moduleFolder = joinPath(declarations, 'modules');
    this.#declarations = appDeclarations(app.manifest.manifest);
    this.languageService = ts.createLanguageService(this.#createHost(), registry);
  }

  /** Takes the newest state of the app. */
  update(app: App): void {
    if (app === this.#app) return;
    this.#app = app;
    this.#changes += 1;
    // What the code says is put in with the next program; until then the old facts are better than none.
    this.#declarations = this.#declare();
  }

  /** Takes the PostHog that the app is written for, which decides what is declared. */
  useProfile(profile: Profile): void {
    if (profile === this.#profile) return;
    this.#profile = profile;
    this.#modules = undefined;
    this.#changes += 1;
  }

  filesMoved(path: string): void {
    if (isWithin(this.#app.root, path) || path.includes('/node_modules/')) this.#generation += 1;
  }

  /** The program of this moment; the same object as long as nothing changed. */
  program(): AppProgram {
    const made = this.#makeProgram();
    if (this.#latest?.app === this.#app && this.#latest.program.program === made) return this.#latest.program;
    const program = this.#sayWhatCodeSays(made);
    const { root, manifest, manifestPath, entryFile } = this.#app;
    const latest: AppProgram = {
      root,
      manifest: manifest.manifest,
      manifestPath,
      manifestText: manifest.text,
      isManifestBroken: manifest.problem !== null,
      entryFile,
      program,
      files: this.#ownFiles(program),
      profile: this.#profile,
    };
    this.#latest = { app: this.#app, program: latest };
    return latest;
  }

  /** The program whose declarations say what its own code says: seldom another one, as jobs and metrics seldom change. */
  #sayWhatCodeSays(program: ts.Program): ts.Program {
    this.#code = codeFactsOf(this.#ownFiles(program));
    const declarations = this.#declare();
    if (declarations === this.#declarations) return program;
    this.#declarations = declarations;
    this.#changes += 1;
    return this.#makeProgram();
  }

  #makeProgram(): ts.Program {
    const program = this.languageService.getProgram();
    if (program === undefined) throw new Error('The language service has no program.');
    if (program !== this.#newest) {
      this.#newest = program;
      this.#onDisk = program
        .getSourceFiles()
        .map(({ fileName }) => fileName)
        .filter((name) => name !== this.#appFile && !this.#shared.has(name));
    }
    return program;
  }

  /** As long as this is the same, TypeScript looks no further: it asks at every question, and several times. */
  #projectVersion(): string {
    const closed = this.#onDisk.filter((path) => !this.#files.isOpen(path));
    const versions = closed.map((path) => this.#files.version(path) ?? 'none');
    return [this.#files.revision, this.#generation, this.#changes, ...versions].join(' ');
  }

  #declare(): string {
    return appDeclarations(this.#app.manifest.manifest, this.#code);
  }

  #ownFiles(program: ts.Program): readonly ts.SourceFile[] {
    return program.getSourceFiles().filter((file) => this.#isOwn(file));
  }

  /** Which of our declarations a file holds: those of this app's manifest, of PostHog's answers, or the general ones. */
  originOf({ fileName }: ts.SourceFile): Origin | undefined {
    if (fileName === this.#appFile) return 'app';
    if (fileName === this.#shared.restFile) return 'rest';
    if (this.#shared.isOfVm(fileName)) return 'vm';
    const isDeclared =
      fileName === this.#globalsFile ||
      fileName === this.#profileFile ||
      isWithin(this.#moduleFolder, fileName);
    return isDeclared ? 'declared' : undefined;
  }

  /** Whether a file is of the scaffold package, and whoever is not told by us takes the parts of `meta` for anything there. */
  hasAnyParts({ fileName }: ts.SourceFile): boolean {
    if (isOfScaffold(fileName)) return true;
    const module = joinPath(this.#files.host.assets.declarations, moduleDeclarations(scaffoldPackage));
    return fileName === module && this.#extendsMeta();
  }

  #extendsMeta(): boolean {
    return this.program().files.some(({ text }) => extendsMeta(text));
  }

  #isOwn(file: ts.SourceFile): boolean {
    return !file.isDeclarationFile && !file.fileName.includes('/node_modules/');
  }

  #fileNames(): string[] {
    const { root, entryFile } = this.#app;
    const open = this.#files.openWithin(root).filter((path) => isAppSource(this.#app, path));
    const entry = entryFile === undefined ? [] : [entryFile];
    return [
      // Of overloads TypeScript takes those declared last first, so the answers come behind the methods.
      ...new Set([
        this.#globalsFile,
        this.#shared.restFile,
        this.#shared.vmFile,
        this.#appFile,
        ...(this.#profileFile === undefined ? [] : [this.#profileFile]),
        ...this.#moduleFiles(),
        ...entry,
        ...open,
      ]),
    ];
  }

  get #profileFile(): string | undefined {
    const name = profileDeclarations(this.#profile);
    return name === undefined ? undefined : joinPath(this.#files.host.assets.declarations, name);
  }

  /** Declarations of the packages that PostHog provides and whose own types are not here. */
  #moduleFiles(): readonly string[] {
    if (this.#modules?.generation !== this.#generation) {
      const { host } = this.#files;
      const files = importsOf(this.#profile).flatMap((entry) => {
        if (!isInstalled(host, this.#app.root, packageFolders(entry))) return moduleDeclarations(entry.name);
        // The types of Node are in no program by themselves; a package may bring them along.
        return entry.origin === 'node' ? fallbackDeclarations(entry.name) : [];
      });
      const paths = files.map((file) => joinPath(host.assets.declarations, file));
      this.#modules = { generation: this.#generation, files: paths };
    }
    return this.#modules.files;
  }

  /**
   * Declarations of the packages that the code names and that its project does not know, beside globals.d.ts.
   *
   * @param hasNode whether the types of Node are in the program of the project.
   */
  unknownModules(hasNode: boolean): readonly string[] {
    const { host } = this.#files;
    const modules = this.#packagesNamed()
      .filter((entry) =>
        entry.origin === 'node' ? !hasNode : !isInstalled(host, this.#app.root, packageFolders(entry)),
      )
      .map(({ name }) => moduleDeclarations(name));
    return [
      ...(hasNode || takesBrowserTypes(host, this.#app) ? [] : [vmDeclarations]),
      ...modules,
      ...(hasNode ? [] : this.#globalsOfNode()),
      ...(this.#extendsMeta() ? [ownMetaDeclarations] : []),
    ];
  }

  /** Whether the types of Node are in the program of the project: it takes them, or a package brings them along. */
  hasNodeTypes(): boolean {
    const { host } = this.#files;
    const isTaken = isInstalled(host, this.#app.root, [nodeTypes]) && takesNodeTypes(host, this.#app);
    const inPackages = `/${nodeTypes}/`;
    return (
      isTaken ||
      this.program()
        .program.getSourceFiles()
        .some(({ fileName }) => fileName.includes(inPackages))
    );
  }

  /** Whether the code names what the types of Node have and globals.d.ts has not. */
  namesNode(): boolean {
    return this.#globalsOfNode().length > 0 || this.#packagesNamed().some(({ origin }) => origin === 'node');
  }

  /** Declarations of the globals of Node that the code names. */
  #globalsOfNode(): readonly string[] {
    const { files } = this.program();
    const isCommonJs = files.some(({ fileName, text }) => /\.[cm]?ts$/.test(fileName) && usesCommonJs(text));
    return [
      ...(files.some(({ text }) => /\b(?:Buffer|global)\b/.test(text)) ? [nodeDeclarations] : []),
      ...(isCommonJs ? [commonJsDeclarations] : []),
    ];
  }

  #packagesNamed(): readonly AllowedImport[] {
    return [...new Set(this.program().files.flatMap(({ text }) => packagesNamedIn(text)))];
  }

  /** What is known of the app, for a file that is not written anew at each change. */
  lastingDeclarations(): string {
    this.program();
    return appDeclarations(this.#app.manifest.manifest, lastingFacts(this.#code));
  }

  get profile(): Profile {
    return this.#profile;
  }

  #version(fileName: string): string {
    if (fileName === this.#appFile) return this.#declarations;
    if (this.#shared.has(fileName)) return sharedVersion;
    return `${this.#generation} ${this.#files.version(fileName) ?? 'none'}`;
  }

  #read(fileName: string): string | undefined {
    if (fileName === this.#appFile) return this.#declarations;
    const text = this.#files.read(fileName);
    return text !== undefined && isOfScaffold(fileName) ? withPartsOfApp(text) : text;
  }

  #createHost(): ts.LanguageServiceHost {
    const { host } = this.#files;
    return {
      getCompilationSettings: () => compilerOptions,
      getProjectVersion: () => this.#projectVersion(),
      getScriptFileNames: () => this.#fileNames(),
      getScriptVersion: (fileName) => this.#version(fileName),
      getScriptSnapshot: (fileName) =>
        this.#shared.has(fileName) ? this.#shared.snapshot(fileName) : snapshotOf(this.#read(fileName)),
      getCurrentDirectory: () => this.#app.root,
      getDefaultLibFileName: () => host.assets.library,
      useCaseSensitiveFileNames: () => host.isCaseSensitive,
      fileExists: (path) => path === this.#appFile || this.#files.exists(path),
      readFile: (path) => this.#read(path),
      directoryExists: (path) => host.directoryExists(path),
      getDirectories: (path) =>
        host.readDirectory(path).flatMap(({ name, isDirectory }) => (isDirectory ? name : [])),
      realpath: (path) => host.realpath(path),
    };
  }
}

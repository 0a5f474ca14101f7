/**
 * Rules that look at pieces of code. All of them share one walk over the files: each says which kinds of nodes it wants
 * to see.
 */
import type { Node } from 'jsonc-parser';
import type ts from 'typescript';
import type { Profile } from '../../platform/profiles.ts';
import type { RuleName } from '../../protocol/rules.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Fix, Span } from '../analysis/finding.ts';
import type { AppFunction, ExportedObject } from './support/appCode.ts';
import type { Members } from './support/appExports.ts';
import type { NoFunction } from './support/noFunctions.ts';
import type { ReachableCode } from './support/reachableCode.ts';
import type { ValuePaths } from './support/valuePaths.ts';

export interface NodeRule {
  readonly name: RuleName;
  /** What code must mention to break the rule; the walk is spared for apps without it. No flags. */
  readonly mentions?: RegExp;
  /** What the rule does with each kind of node; made anew for each check, so that a rule may remember. */
  create(context: RuleContext): Visitors;
}

export interface RuleContext {
  readonly app: AppProgram;
  readonly profile: Profile;
  /** What PostHog calls of the app, and what has such a name in its entry file without being exported. */
  readonly lifecycle: readonly AppFunction[];
  /** The members of what the app exports as `jobs` or `metrics`. */
  readonly collection: (name: string) => Members;
  readonly exportedObjects: () => readonly ExportedObject[];
  /** Exports under a name that PostHog calls, or takes for a collection, that are certainly none. */
  readonly noFunctions: () => readonly NoFunction[];
  readonly values: ValuePaths;
  readonly reachable: ReachableCode;
  /** Whether the app is put together by a build: then PostHog never sees these files, but what becomes of them. */
  readonly isBuilt: boolean;
  /** @param also other places of the same mistake. */
  readonly report: (
    place: ts.Node | Span,
    message: string,
    fixes?: readonly Fix[],
    also?: readonly ts.Node[],
  ) => void;
}

export interface Visitors {
  /** plugin.json as a tree, when it can be read. */
  readonly manifest?: (root: Node) => void;
  readonly binding?: (node: ts.BindingElement) => void;
  readonly file?: (file: ts.SourceFile) => void;
  readonly lifecycle?: (entry: AppFunction) => void;
  readonly call?: (node: ts.CallExpression) => void;
  readonly access?: (node: Access) => void;
  readonly identifier?: (node: ts.Identifier) => void;
  readonly text?: (node: ts.StringLiteralLike) => void;
  readonly assignment?: (node: ts.BinaryExpression) => void;
  /** `name++`, `--name` */
  readonly counting?: (node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression) => void;
  readonly deletion?: (node: ts.DeleteExpression) => void;
  readonly throws?: (node: ts.ThrowStatement) => void;
  readonly variable?: (node: ts.VariableDeclaration) => void;
  readonly property?: (node: ts.PropertyAssignment) => void;
  /** `...value` in an object literal. */
  readonly spread?: (node: ts.SpreadAssignment) => void;
  readonly awaiting?: (node: ts.AwaitExpression) => void;
  readonly forOf?: (node: ts.ForOfStatement) => void;
  /** After the last file. */
  readonly end?: () => void;
}

export type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

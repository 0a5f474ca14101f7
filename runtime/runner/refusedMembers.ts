/**
 * Members of classes and enums that PostHog's Babel refuses, or makes into code that does not load (reference 4.4).
 * TypeScript's check tells of all of them but `#x!`, and compiles them all the same.
 */
import type typescript from 'typescript';
import { hasModifier } from '../../platform/languageLevel.ts';

type TypeScript = typeof typescript;

/** @returns why the member is refused, and what to do; undefined where PostHog loads it. */
export function refusedMember(ts: TypeScript, node: typescript.Node): string | undefined {
  if (ts.isEnumMember(node)) {
    return node.initializer === undefined && isTextMember(ts, memberBefore(node))
      ? 'This member needs a value, since the one before it is a text. Give it one.'
      : undefined;
  }
  if (!ts.isClassElement(node)) return undefined;
  const isPrivate = node.name !== undefined && ts.isPrivateIdentifier(node.name);
  const { AbstractKeyword, OverrideKeyword, PrivateKeyword, ProtectedKeyword, PublicKeyword } = ts.SyntaxKind;
  const has = (kind: Parameters<typeof hasModifier>[2]): boolean => hasModifier(ts, node, kind);
  // Of methods Babel takes it.
  const isPrivateField = isPrivate && ts.isPropertyDeclaration(node);
  if (isPrivateField && [PrivateKeyword, ProtectedKeyword, PublicKeyword, AbstractKeyword].some(has))
    return 'What has a name with # is private by itself. Remove the word in front of it.';
  if (has(AbstractKeyword) && !hasModifier(ts, node.parent, AbstractKeyword))
    return 'Only an abstract class has abstract members. Write abstract in front of class.';
  if (has(OverrideKeyword) && !isExtended(ts, node.parent))
    return 'The class extends no other, so there is nothing to override. Remove override.';
  if (!ts.isPropertyDeclaration(node) || node.exclamationToken === undefined) return undefined;
  if (node.initializer !== undefined)
    return 'A field with ! gets its value in the constructor. Remove the ! or the value.';
  return isPrivate
    ? 'PostHog removes a field with !, and then nothing declares its name. Remove the !.'
    : undefined;
}

function memberBefore(member: typescript.EnumMember): typescript.EnumMember | undefined {
  return member.parent.members[member.parent.members.indexOf(member) - 1];
}

function isTextMember(ts: TypeScript, member: typescript.EnumMember | undefined): boolean {
  return member?.initializer !== undefined && ts.isStringLiteralLike(member.initializer);
}

function isExtended(ts: TypeScript, parent: typescript.Node): boolean {
  return (
    ts.isClassLike(parent) &&
    parent.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) === true
  );
}

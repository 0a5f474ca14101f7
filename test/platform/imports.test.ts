import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';
import { allowedImports, checkImport, importRefusal, importsOf } from '../../platform/imports.ts';
import { profiles } from '../../platform/profiles.ts';

/** The list of the server of October 2021, reference 4.3. */
const serverList = `@google-cloud/bigquery @google-cloud/pubsub @google-cloud/storage @posthog/plugin-contrib
  @posthog/plugin-scaffold aws-sdk generic-pool node-fetch snowflake-sdk crypto jsonwebtoken faker pg stream url
  zlib`.split(/\s+/);
/** What servers of 2023 and of 2025 were left with. */
const listOf2023 = `@google-cloud/pubsub @google-cloud/storage @posthog/plugin-scaffold aws-sdk generic-pool
  node-fetch crypto pg stream url`.split(/\s+/);
const documentedList =
  `crypto url zlib generic-pool pg snowflake-sdk aws-sdk @google-cloud/bigquery node-fetch
  @posthog/plugin-scaffold @posthog/plugin-contrib`.split(/\s+/);

function sorted(names: readonly string[]): readonly string[] {
  return names.toSorted();
}

function namesOf(entries: readonly { readonly name: string }[]): readonly string[] {
  return sorted(entries.map(({ name }) => name));
}

describe('the list', () => {
  test('is that of each server and of the documentation', () => {
    expect(namesOf(importsOf('plugin-server-1.10.5'))).toEqual(sorted(serverList));
    expect(namesOf(importsOf('documented'))).toEqual(sorted([...serverList, 'ethers']));
    expect(namesOf(allowedImports.filter(({ goneSince }) => goneSince !== 2023))).toEqual(sorted(listOf2023));
    expect(namesOf(allowedImports.filter(({ goneSince }) => goneSince === 2025))).toEqual(['pg']);
    expect(namesOf(allowedImports.filter(({ isDocumented }) => isDocumented))).toEqual(
      sorted(documentedList),
    );
  });

  test('says rightly what is part of Node', () => {
    for (const { name, origin } of allowedImports)
      expect([name, isBuiltin(name)]).toEqual([name, origin === 'node']);
  });
});

describe('checkImport', () => {
  test.each(profiles)('allows what %s provides, by its very name only', (profile) => {
    for (const provided of importsOf(profile)) {
      expect(checkImport(provided.name, profile)).toMatchObject({ isAllowed: true, provided });
      for (const other of [
        `${provided.name}/lib`,
        `./${provided.name}`,
        `${provided.name} `,
        `node:${provided.name}`,
      ]) {
        expect(checkImport(other, profile).isAllowed).toBe(false);
      }
    }
  });

  test.each([
    ['./helper', 'relative', null],
    ['../shared/x.js', 'relative', null],
    ['..', 'relative', null],
    ['/etc/x', 'relative', null],
    ['node:crypto', 'node-prefix', 'crypto'],
    ['node:fs', 'not-provided', null],
    ['aws-sdk/clients/s3', 'subpath', 'aws-sdk'],
    ['@google-cloud/storage/build/src', 'subpath', '@google-cloud/storage'],
    ['ethers', 'newer-than-profile', null],
    ['lodash', 'not-provided', null],
    ['aws-sdk-mock', 'not-provided', null],
    ['', 'not-provided', null],
    ['constructor', 'not-provided', null],
  ])('refuses %j as %s', (specifier, reason, replacement) => {
    expect(checkImport(specifier, 'plugin-server-1.10.5')).toMatchObject({
      isAllowed: false,
      reason,
      replacement,
    });
  });

  test.each([
    ['axios', 'fetch'],
    ['fs', 'meta.storage'],
    ['node:fs', 'meta.storage'],
    ['./helper', 'Bundle'],
    ['timers/promises', 'meta.jobs'],
    ['@aws-sdk/client-s3', 'aws-sdk'],
    ['left-pad', 'Bundle'],
  ])('says what to do instead of %s', (specifier, advice) => {
    const check = checkImport(specifier, 'documented');
    expect(check.isAllowed ? '' : check.advice).toContain(advice);
  });

  test.each([
    ['crypto', null],
    ['zlib', '2023'],
    ['pg', '2025'],
    ['stream', 'documentation'],
  ])('notes where %s is not provided', (specifier, note) => {
    const check = checkImport(specifier, 'documented');
    const found = check.isAllowed ? check.note : 'refused';
    expect(note === null ? found : found?.includes(note)).toBe(note === null ? null : true);
  });
});

test('the refusal is that of PostHog, word for word', () => {
  expect(importRefusal('lodash')).toBe(
    "/index.ts: Cannot import 'lodash'! This package is not provided by PostHog in plugins.",
  );
});

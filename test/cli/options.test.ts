/** All subcommands read their arguments alike. */
import { describe, expect, it } from 'vitest';
import { clean, cli, manifest, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

const longestOption = {
  lint: 'prune-baseline',
  flow: 'json',
  run: 'allow-packages',
  test: 'allow-packages',
  dev: 'allow-packages',
  lsp: 'stdio',
} as const;

describe.each(Object.entries(longestOption))('%s', (command, option) => {
  it('names the option that was meant, and where the others are', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': clean });
    const slip = option.replace(/(.)(.)$/, '$2$1');
    expect(await cli(folder, command, `--${slip}`)).toEqual({
      code: 2,
      stdout: '',
      stderr: `There is no option --${slip}. Did you mean --${option}?\nType posthog-apps ${command} --help to see its options.\n`,
    });
  });

  it('explains each option, on lines that fit a terminal', async () => {
    for (const args of [
      [command, '--help'],
      [command, '-h'],
      ['help', command],
    ]) {
      const { code, stdout } = await cli('.', ...args);
      expect(code).toBe(0);
      expect(stdout).toContain(`  --${option} `);
      expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    }
  });
});

it.each([
  ['lint', '--format', 'json', 'text'],
  ['run', '--host', 'us', 'eu'],
  ['test', '--timeout', '5', '6'],
  ['dev', '--port', '1', '0'],
])('%s refuses a second value of %s, and takes the same one twice', async (command, option, first, other) => {
  const folder = await workspace({ 'plugin.json': manifest, 'index.js': clean });
  const { code, stdout, stderr } = await cli(folder, command, option, first, `${option}=${other}`);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`${option} takes one value, and got several: ${first}, ${other}.\n`);
  const { stderr: said } = await cli(folder, command, option, first, option, first, '--nothing');
  expect(said).toMatch(/^There is no option --nothing\./);
});

it('types has no options, and writes nothing where one is given', async () => {
  const folder = await workspace({ 'plugin.json': manifest, 'index.js': clean });
  expect(await cli(folder, 'types', '--json')).toMatchObject({ code: 2, stdout: '' });
  expect((await cli(folder, 'types')).stdout).toBe('posthog-env.d.ts\n');
});

it('lsp takes no paths', async () => {
  const { code, stderr } = await cli('.', 'lsp', 'apps');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^lsp takes no paths, as in apps: /)]);
});

it('a command that is not there is told with the one that was meant', async () => {
  const { code, stderr } = await cli('.', 'flwo');
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^There is no command flwo\. Did you mean flow\?\n/),
  ]);
});

it('help of a command that is not there is no help', async () => {
  const { code, stderr } = await cli('.', 'help', 'flwo');
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^There is no command flwo\. Did you mean flow\?\n/),
  ]);
  expect((await cli('.', 'help')).code).toBe(0);
  expect((await cli('.', 'help', '--help')).code).toBe(0);
});

it('an option of one letter is told as it was written', async () => {
  const { code, stderr } = await cli('.', 'run', '-x');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^There is no option -x\.\n/)]);
});

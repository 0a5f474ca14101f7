/** Reads a scenario file: its content with positions, or what is wrong with it, in a sentence with the place. */
import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { jobsExport, lifecycleExport } from '../../platform/lifecycle.ts';
import { profiles } from '../../platform/profiles.ts';
import type { Scenario } from '../../protocol/scenario.ts';
import { positionAt } from '../runner/sourceText.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a scenario file, and where. */
export class ScenarioProblem extends Error {
  override readonly name: string = 'ScenarioProblem';
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

export class ScenarioFile {
  readonly scenario: Scenario;
  readonly #text: string;
  readonly #tree: Node;

  /** @throws ScenarioProblem */
  constructor(text: string) {
    this.#text = text.replace(/^\uFEFF/, '');
    const errors: ParseError[] = [];
    const tree = parseTree(this.#text, errors, { disallowComments: true, allowTrailingComma: false });
    const [error] = errors;
    if (tree === undefined || error !== undefined) {
      const position = positionAt(this.#text, error?.offset ?? 0);
      const problem =
        error === undefined || this.#text.trim() === ''
          ? 'The scenario is empty.'
          : `The scenario is no JSON: in line ${position.line}, ${words(printParseErrorCode(error.error))}.`;
      throw new ScenarioProblem(`${problem} Correct it, or save the run as a test anew.`, position);
    }
    this.#tree = tree;
    checkScenario(tree, 'The scenario', (node, message) => {
      throw new ScenarioProblem(message, positionAt(this.#text, node.offset));
    });
    this.scenario = getNodeValue(tree) as Scenario;
  }

  /** Where a part stands, or what is around it when the file does not have it. */
  positionOf(path: JSONPath): Position {
    for (let length = path.length; length > 0; length -= 1) {
      const node = findNodeAtLocation(this.#tree, path.slice(0, length));
      if (node !== undefined) {
        const place = node.parent?.type === 'property' ? node.parent : node;
        return positionAt(this.#text, place.offset);
      }
    }
    return { line: 1, column: 1 };
  }
}

function words(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

type Check = (node: Node, name: string, fail: (node: Node, message: string) => never) => void;

const text: Check = typed('string', 'a text');
const textOrNull: Check = (node, name, fail) => {
  if (node.type !== 'null') text(node, name, fail);
};
const number: Check = typed('number', 'a number');
const truth: Check = typed('boolean', 'true or false');
const anything: Check = () => undefined;
const texts: Check = record(text);

const outcomes = ['changed', 'unchanged', 'dropped', 'completed', 'failed', 'timed-out', 'stopped'];

const expectation: Check = object({
  outcome: oneOf(outcomes),
  result: anything,
  captured: list(
    object(
      { event: text, distinctId: text, timestamp: textOrNull, properties: typed('object', 'an object') },
      'event',
    ),
  ),
  jobs: list(object({ name: text, payload: anything, inMs: number }, 'name')),
  metrics: list(object({ name: text, operation: oneOf(['increment', 'max', 'min']), value: number }, 'name')),
  logs: list(text),
  errors: list(text),
});

const checkScenario: Check = object(
  {
    $schema: text,
    version: oneOf([1]),
    description: text,
    profile: oneOf(profiles),
    clock: (node, name, fail) => {
      text(node, name, fail);
      if (Number.isNaN(Date.parse(String(node.value)))) {
        fail(node, `${name} must be a time such as "2022-10-01T12:00:00.000Z".`);
      }
    },
    host: text,
    projectId: text,
    config: texts,
    secrets: list(text),
    attachments: texts,
    steps: (node, name, fail) => {
      list(object({ call, input: anything, expect: expectation }, 'call', 'expect'))(node, name, fail);
      if (node.children?.length === 0) fail(node, `${name} must hold at least one step.`);
    },
    requests: list(
      object(
        {
          method: text,
          url: text,
          body: anything,
          optional: truth,
          answer: object({ status: number, headers: texts, body: anything, error: text }),
        },
        'method',
        'url',
        'answer',
      ),
    ),
  },
  'version',
  'clock',
  'steps',
);

function call(...[node, name, fail]: Parameters<Check>): void {
  text(node, name, fail);
  const called = String(node.value);
  if (lifecycleExport(called) !== undefined || called.startsWith(`${jobsExport}.`)) return;
  fail(
    node,
    `PostHog calls no "${called}". Write an export such as onEvent, or jobs.<name>, as ${nameInSentence(name)}.`,
  );
}

function typed(type: Node['type'], what: string): Check {
  return (node, name, fail) => {
    if (node.type !== type) fail(node, `${name} must be ${what}.`);
  };
}

function oneOf(values: readonly (string | number)[]): Check {
  return (node, name, fail) => {
    if (!values.includes(node.value as string)) {
      fail(node, `${name} must be ${values.map((value) => JSON.stringify(value)).join(' or ')}.`);
    }
  };
}

function list(item: Check): Check {
  return (node, name, fail) => {
    if (node.type !== 'array') fail(node, `${name} must be a list.`);
    for (const [index, child] of (node.children ?? []).entries()) item(child, `${name}[${index}]`, fail);
  };
}

function record(value: Check): Check {
  return (node, name, fail) => {
    if (node.type !== 'object') fail(node, `${name} must be an object.`);
    for (const { key, content } of properties(node))
      value(content, `"${key.value}" in ${nameInSentence(name)}`, fail);
  };
}

function object(members: Readonly<Record<string, Check>>, ...required: readonly string[]): Check {
  return (node, name, fail) => {
    if (node.type !== 'object') fail(node, `${name} must be an object.`);
    const found = properties(node);
    for (const { key, content } of found) {
      const member = String(key.value);
      const check = Object.hasOwn(members, member) ? members[member] : undefined;
      if (check === undefined) {
        fail(key, `${name} has no "${member}". It may have ${Object.keys(members).join(', ')}.`);
      } else check(content, pathOf(name, member), fail);
    }
    const missing = required.find((member) => !found.some(({ key }) => key.value === member));
    if (missing !== undefined) fail(node, `${name} needs "${missing}".`);
  };
}

function pathOf(name: string, member: string): string {
  return name === 'The scenario' ? member : `${name}.${member}`;
}

function nameInSentence(name: string): string {
  return name === 'The scenario' ? 'the scenario' : name;
}

function properties(node: Node): readonly { readonly key: Node; readonly content: Node }[] {
  return (node.children ?? []).flatMap(({ children: [key, content] = [] }) =>
    key === undefined || content === undefined ? [] : [{ key, content }],
  );
}

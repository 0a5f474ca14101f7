/**
 * Executes the steps that TypeScript makes of an `async` function for ES5, as the statements that they were made of: in
 * their order, with a point at each where paths meet.
 */
import type ts from 'typescript';
import { forgetCounters } from './counters.ts';
import { hoist } from './declarations.ts';
import type { HeapObject, Store } from './heap.ts';
import { goesOn, type Machine } from './machine.ts';
import type { Activation } from './language.ts';
import type { JoinPoint } from './paths.ts';
import { native } from './natives/native.ts';
import { newList, newObject } from './objects.ts';
import { addPossibleErrors, waitHere, withHandler } from './promises.ts';
import type { Scope } from './scope.ts';
import { operationOf, operations, type Region, type Steps, stepsOf } from './stepShapes.ts';
import { objectsOf, undefinedValue, type Value } from './values.ts';

/** Turns of a loop that is known to go on, and of one of which it is not known how long it does. */
const maxTurns = 32;
const maxUncertainTurns = 3;

/** Where the paths of a region can go. */
interface Exits {
  readonly points: ReadonlyMap<number, JoinPoint>;
  readonly parent: Exits | undefined;
}

/** The place at which what jumps out of a `finally` goes on. */
const endOfFinally = -1;

/** What the steps ask of the helper: what they waited for. */
export function stateOfSteps(machine: Machine): Value {
  const state = newObject(machine, { trys: newList(machine, {}) });
  const [object] = objectsOf(state);
  const sent = native('sent', () => object?.field(sentKey) ?? undefinedValue);
  if (object !== undefined) machine.set(object, 'sent', sent);
  return state;
}

const sentKey = '#sent';

/** Executes the steps of a body. */
export function executeSteps(
  machine: Machine,
  node: ts.FunctionExpression,
  scope: Scope,
  activation: Activation,
  state: Value,
): void {
  hoist(machine, node.body, node.body.statements, scope);
  new Walk(machine, stepsOf(node), scope, activation, state).run();
}

class Walk {
  readonly #machine: Machine;
  readonly #steps: Steps;
  readonly #scope: Scope;
  readonly #activation: Activation;
  readonly #state: HeapObject | undefined;
  /** The step that is being executed. */
  #step = 0;
  #exits: Exits | undefined;

  constructor(machine: Machine, steps: Steps, scope: Scope, activation: Activation, state: Value) {
    this.#machine = machine;
    this.#steps = steps;
    this.#scope = scope;
    this.#activation = activation;
    this.#state = objectsOf(state)[0];
  }

  run(): void {
    this.#activation.onReturn = (returned, scope) => {
      this.#leave(returned, scope);
    };
    const { length } = this.#steps.steps;
    if (this.#range({ kind: 'all', from: 0, to: length }, 0, length, undefined))
      this.#machine.arrive(this.#activation.end, undefinedValue);
  }

  /** Executes steps in order; says whether a path comes to the one behind them. */
  #range(within: Region, from: number, to: number, parent: Exits | undefined): boolean {
    const machine = this.#machine;
    const units = this.#unitsIn(within, from, to);
    // Points are closed in reverse order of opening, so the first step is opened last.
    const entries = units
      .slice(1)
      .toReversed()
      .map((unit) => [unit.from, machine.open()] as const);
    const points = new Map(entries);
    let falls = true;
    for (const [index, unit] of units.entries()) {
      const entry = index === 0 ? undefined : points.get(unit.from);
      if (entry !== undefined) {
        if (falls) machine.arrive(entry, undefinedValue);
        falls = machine.close(entry) !== undefined;
      }
      if (falls) falls = machine.attempt(() => goesOn(this.#execute(unit, { points, parent }))) !== undefined;
    }
    return falls;
  }

  #execute(unit: Region, exits: Exits): boolean {
    if (unit.kind === 'loop') return this.#loop(unit, exits);
    if (unit.kind === 'try') return this.#try(unit, exits);
    this.#step = unit.from;
    this.#exits = exits;
    const statements = this.#steps.steps[unit.from] ?? [];
    return statements.every((statement) => this.#machine.execute(statement, this.#scope));
  }

  /** The regions inside of another one, and the steps between them. */
  #unitsIn(within: Region, from: number, to: number): readonly Region[] {
    const { regions } = this.#steps;
    const inner = regions.slice(regions.indexOf(within) + 1);
    const units: Region[] = [];
    for (let step = from; step < to;) {
      const region = inner.find((each) => each.from === step && each.to <= to);
      units.push(region ?? { kind: 'all', from: step, to: step + 1 });
      step = region?.to ?? step + 1;
    }
    return units;
  }

  #loop(region: Region, parent: Exits): boolean {
    const machine = this.#machine;
    const after = machine.open();
    const entryPath = machine.path;
    for (let count = 1, isLast = false; ; count += 1) {
      const again = machine.open();
      const exits = { points: new Map([[region.from, again]]), parent };
      const falls = machine.attempt(() => goesOn(this.#range(region, region.from, region.to, exits)));
      if (falls !== undefined) machine.arrive(after, undefinedValue);
      if (machine.close(again) === undefined) break;
      const isKnown = machine.path === entryPath;
      if (isLast) {
        if (isKnown) machine.arrive(after, undefinedValue);
        break;
      }
      isLast = count >= (isKnown ? maxTurns : maxUncertainTurns);
      if (isLast)
        for (const node of this.#steps.nodes.slice(region.from, region.to))
          forgetCounters(machine, node, this.#scope);
    }
    return machine.close(after) !== undefined;
  }

  #try(region: Region, parent: Exits): boolean {
    const machine = this.#machine;
    const { facts, path } = machine;
    const { from, to, catchAt, finallyAt } = region;
    const after = machine.open();
    const exits = { points: new Map([[to, after]]), parent };
    const body = (): Value | undefined =>
      goesOn(this.#range(region, from, catchAt ?? finallyAt ?? to, exits));
    if (catchAt === undefined) {
      if (machine.attempt(body) !== undefined) machine.arrive(after, undefinedValue);
    } else {
      const point = machine.open();
      const { handler, value } = withHandler(machine, point, body);
      if (value !== undefined) machine.arrive(after, value);
      addPossibleErrors(machine, handler, this.#steps.nodes[catchAt] ?? this.#steps.body, path);
      const error = machine.close(point);
      if (error !== undefined) {
        this.#send(error);
        const handling = (): Value | undefined =>
          goesOn(this.#range(region, catchAt, finallyAt ?? to, exits));
        if (machine.attempt(handling) !== undefined) machine.arrive(after, undefinedValue);
      }
    }
    const falls = machine.close(after) !== undefined;
    if (finallyAt === undefined) return falls;
    // What stands in `finally` is executed on every path, whatever was tested before.
    const { facts: factsAfter, path: pathAfter } = machine;
    machine.facts = facts;
    machine.path = path;
    const end = machine.open();
    const toEnd = { points: new Map([[endOfFinally, end]]), parent };
    if (machine.attempt(() => goesOn(this.#range(region, finallyAt, to, toEnd))) !== undefined)
      machine.arrive(end, undefinedValue);
    const goes = machine.close(end) !== undefined;
    machine.facts = factsAfter;
    machine.path = pathAfter;
    return falls && goes;
  }

  /** `return [operation, value]`. */
  #leave(returned: ts.Expression | undefined, scope: Store): void {
    const machine = this.#machine;
    const { code, operand } = operationOf(returned);
    if (code === operations.endFinally) this.#goTo(endOfFinally);
    else if (code === operations.jump) this.#goTo(this.#steps.labels.get(operand?.getText() ?? ''));
    else {
      const step = this.#step;
      const exits = this.#exits;
      const value = operand === undefined ? undefinedValue : machine.evaluate(operand, scope);
      if (code === operations.return) {
        machine.arrive(this.#activation.end, value);
        return;
      }
      this.#send(operand === undefined ? value : waitHere(machine, operand, value));
      this.#exits = exits;
      this.#goTo(step + 1);
    }
  }

  #goTo(step: number | undefined): void {
    const machine = this.#machine;
    const point = step === undefined ? undefined : pointFor(this.#exits, step);
    if (point === undefined) machine.isCut = true;
    else machine.arrive(point, undefinedValue);
  }

  #send(value: Value): void {
    if (this.#state !== undefined) this.#machine.set(this.#state, sentKey, value);
  }
}

/** Where a step begins, innermost region first. */
function pointFor(exits: Exits | undefined, step: number): JoinPoint | undefined {
  return exits === undefined ? undefined : (exits.points.get(step) ?? pointFor(exits.parent, step));
}

/** How large the picture is drawn, and which part of it is seen. */
import type { Picture, PlacedEvent } from './layout.ts';

const smallest = 0.2;
const largest = 3;
const stepFactor = 1.25;
/** Below that, texts are hard to read: a picture is rather scrolled than drawn smaller without being asked. */
const smallestUnasked = 0.9;

/** Room for the picture, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The scale at which all of the picture is seen; never larger than life. */
export function fittingScale(picture: Picture, room: Room): number {
  return clamped(Math.min(1, room.width / picture.width, room.height / picture.height));
}

/** The scale that a picture has until somebody zooms. */
export function firstScale(picture: Picture, room: Room): number {
  const fitting = fittingScale(picture, room);
  return fitting >= smallestUnasked
    ? fitting
    : Math.max(smallestUnasked, Math.min(1, room.width / picture.width));
}

/** One step larger (`1`) or smaller (`-1`). */
export function zoomed(scale: number, direction: 1 | -1): number {
  return clamped(direction === 1 ? scale * stepFactor : scale / stepFactor);
}

/** The middle of some events, in the picture's own pixels; undefined without one. */
export function middleOf(
  events: readonly PlacedEvent[],
): { readonly x: number; readonly y: number } | undefined {
  if (events.length === 0) return undefined;
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: middle(events.map(({ x }) => x)), y: middle(events.map(({ y }) => y)) };
}

function clamped(scale: number): number {
  return Math.min(largest, Math.max(smallest, scale));
}

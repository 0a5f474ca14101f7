/** How large the picture is drawn, and which part of it is seen. */
import type { Picture, PlacedEdge, PlacedEvent } from './layout.ts';

const smallest = 0.05;
const largest = 3;
const stepFactor = 1.25;
/** Below that, texts are hard to read: a picture is rather scrolled than drawn smaller without being asked. */
export const smallestUnasked = 0.7;
/** Where it has to be scrolled anyway. */
const smallestScrolled = 0.9;
/** Where one loop is looked at: below that its texts cannot be read at all. */
const readable = 0.55;
/** Around a box, in pixels. */
const margin = 10;

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
    : Math.max(smallestScrolled, Math.min(1, room.width / picture.width));
}

/** One step larger (`1`) or smaller (`-1`). */
export function zoomed(scale: number, direction: 1 | -1): number {
  return clamped(direction === 1 ? scale * stepFactor : scale / stepFactor);
}

/** A part of the picture, in the picture's own pixels. */
export interface Box {
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box around some events and the arrows between them; undefined without any. */
export function boxAround(events: readonly PlacedEvent[], edges: readonly PlacedEdge[]): Box | undefined {
  const corners = [
    ...events.flatMap(({ x, y, width, height }) => [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
    ...edges.flatMap(({ at, labelWidth, points }) => [
      ...points,
      { x: at.x - labelWidth / 2, y: at.y },
      { x: at.x + labelWidth / 2, y: at.y },
    ]),
  ];
  if (corners.length === 0) return undefined;
  const [left, right] = ends(corners.map(({ x }) => x));
  const [top, bottom] = ends(corners.map(({ y }) => y));
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

/** The scale at which a box is seen whole: the one there is, where that will do. Texts stay readable. */
export function scaleFor(box: Box, room: Room, scale: number): number {
  const fitting = Math.min(room.width / box.width, room.height / box.height);
  return scale <= fitting && scale >= readable ? scale : Math.max(readable, Math.min(1, fitting));
}

function ends(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

function clamped(scale: number): number {
  return Math.min(largest, Math.max(smallest, scale));
}

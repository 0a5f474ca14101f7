/**
 * How messages between the runner and a sandbox are written. One event alone, and the verdict on it, cross as plain
 * texts: an object around them costs as much as all else that is done for the event.
 */
import type { EventsMessage, FromSandbox, ItemsMessage, ToSandbox } from './sandbox.ts';

/** @returns what is sent for the message. */
export function packToSandbox(message: ToSandbox): ToSandbox | string {
  return message.type === 'events' && message.count === 1 && !message.isCareful ? message.inputs : message;
}

/** @returns the message that {@link packToSandbox} was given. */
export function unpackToSandbox(sent: ToSandbox | string): ToSandbox {
  if (typeof sent !== 'string') return sent;
  return { type: 'events', inputs: sent, count: 1, isCareful: false } satisfies EventsMessage;
}

/** The letters, the time where one comes with them, and behind a blank the detail where one does. */
export function packFromSandbox(message: FromSandbox): FromSandbox | string {
  if (message.type !== 'items' || message.sizes.length > 1 || message.times.length > 1) return message;
  const text = `${message.letters}${message.times[0] ?? ''}`;
  return message.sizes.length === 0 ? text : `${text} ${message.details}`;
}

/** @returns the message that {@link packFromSandbox} was given. */
export function unpackFromSandbox(sent: FromSandbox | string): FromSandbox {
  if (typeof sent !== 'string') return sent;
  const end = sent.indexOf(' ');
  const head = end < 0 ? sent : sent.slice(0, end);
  let letters = 0;
  while (letters < head.length && head.charCodeAt(letters) >= firstLetter) letters += 1;
  return {
    type: 'items',
    letters: head.slice(0, letters),
    details: end < 0 ? '' : sent.slice(end + 1),
    sizes: end < 0 ? [] : [sent.length - end - 1],
    times: letters === head.length ? [] : [Number(head.slice(letters))],
  } satisfies ItemsMessage;
}

/** Digits come before letters. */
const firstLetter = 'a'.charCodeAt(0);

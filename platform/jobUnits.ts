/** The units of `meta.jobs.<name>(payload).runIn(duration, unit)`. Source: reference 3.7. */

export interface JobUnit {
  readonly name: string;
  /** How long one is, where that is not what everybody thinks of. */
  readonly length?: string;
  /** One sentence, for a unit that does not do what its name says. */
  readonly trap?: string;
}

/** From the shortest to the longest, as PostHog counts them. */
export const jobUnits: readonly JobUnit[] = [
  { name: 'milliseconds' },
  { name: 'seconds' },
  { name: 'minutes' },
  { name: 'hours' },
  { name: 'days' },
  { name: 'weeks' },
  { name: 'quarters', length: '13 weeks' },
  {
    name: 'months',
    length: '210 days',
    trap: 'PostHog counts a month as 210 days, in every version. Give the delay in days.',
  },
  { name: 'years', length: '365 days' },
];

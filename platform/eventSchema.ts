/** A JSON schema for events as people write them: for the editor of a run's input. Source: reference 6.1 to 6.5. */
import { type StandardName, standardEvents, standardProperties } from './standardNames.ts';

/** A schema as JSON. */
export type JsonSchema = { readonly [key: string]: unknown };

export function eventSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A PostHog event',
    type: 'object',
    required: ['event'],
    properties: {
      event: {
        type: 'string',
        description: "Name of the event. PostHog's own begin with $.",
        examples: standardEvents.map(({ name }) => name),
      },
      distinct_id: { type: 'string', description: 'Who did it. A number becomes a text on the way.' },
      properties: {
        type: 'object',
        description: 'What is known about the event.',
        properties: Object.fromEntries(
          standardProperties
            .filter(({ kind, isPrefix }) => kind === 'property' && !isPrefix)
            .map((property) => [property.name, propertySchema(property)]),
        ),
      },
      timestamp: { type: 'string', description: 'When it happened, as ISO 8601.' },
      uuid: { type: 'string', description: 'Id of the event, which PostHog gives it.' },
      team_id: { type: 'number', description: 'The project. PostHog sets back a change of it.' },
      ip: {
        type: ['string', 'null'],
        description: 'Address that sent the event; null when it is discarded.',
      },
      site_url: { type: 'string', description: 'Address of the PostHog that took the event.' },
      now: { type: 'string', description: 'When PostHog took it.' },
      sent_at: { type: 'string', description: 'When the client sent it.' },
      $set: { type: 'object', description: 'Properties to set on the person.' },
      $set_once: { type: 'object', description: 'Properties to set on the person unless they are there.' },
    },
  };
}

/** For exports that take several. */
export function eventListSchema(): JsonSchema {
  const { $schema, ...event } = eventSchema();
  return { $schema, title: 'PostHog events', type: 'array', items: event };
}

function propertySchema({ label, summary, example }: StandardName): JsonSchema {
  return { title: label, description: summary, examples: [example] };
}

// Captures an event for the first page view of each person. Only page views get past the first line, and the
// captured event is none, so it cannot start the app again.

export async function onEvent(event, { storage }) {
  if (event.event !== '$pageview') return

  const key = `seen ${event.distinct_id}`
  if (await storage.get(key, false)) return

  await storage.set(key, true)
  await posthog.capture('first visit', {
    distinct_id: event.distinct_id,
    url: event.properties?.$current_url,
  })
}

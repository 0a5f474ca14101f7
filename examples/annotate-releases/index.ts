// Turns release events into annotations. posthog.api runs in a job, so that events never wait for it.

interface Release {
  version: string
  service: string
  environment: string
  time: string
}

export async function setupPlugin({ config, attachments, global }: PostHogApp.PluginMeta) {
  global.labels = JSON.parse(config.labels || '{}')
  const list = attachments.services?.contents?.toString()
  global.services = list ? list.split(/\r?\n/).filter(Boolean) : null
}

export async function onEvent(
  event: PostHogApp.ProcessedPluginEvent,
  { config, global, jobs }: PostHogApp.PluginMeta,
) {
  if (event.event !== config.releaseEvent) return
  const { version, service, environment = 'production', secret } = event.properties
  if (config.webhookSecret && secret !== config.webhookSecret) return
  if (global.services && !global.services.includes(service)) return
  const release: Release = { version, service, environment, time: event.timestamp }
  await jobs.annotate(release).runNow()
}

export const jobs = {
  annotate: async (release: Release, { config, global }: PostHogApp.PluginMeta) => {
    const label = global.labels[release.environment] ?? release.environment
    const response = await posthog.api.post('/api/projects/@current/annotations/', {
      data: {
        content: `${label}: ${release.service ?? 'app'} ${release.version}`,
        date_marker: release.time,
        scope: config.scope,
      },
    })
    if (!response.ok) {
      throw new Error(`PostHog answered ${response.status} to the annotation of ${release.version}`)
    }
  },
}

export async function runEveryDay({ cache }: PostHogApp.PluginMeta) {
  const response = await posthog.api.get('/api/projects/@current/annotations/', { data: { limit: 1 } })
  const page = await response.json()
  await cache.set('annotations', page.count)
  console.info(`${page.count} annotations so far`)
}

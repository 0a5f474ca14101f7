// Looks at every event with an e-mail address and captures what can be said about the company behind it.
//
// This app has the mistake that PostHog Apps warns about: the captured event has an e-mail address too, so it
// comes back to onEvent and is captured again, without end. The light bulb on the warning offers a guard.

export async function onEvent(event, meta) {
  const email = event.properties?.email
  if (email) {
    await captureCompany(event, email, meta.config)
  }
}

async function captureCompany(event, email, config) {
  const domain = email.split('@').pop()
  const isFreeMail = config.freeMailDomains.split(',').includes(domain)
  console.log(`${email} belongs to ${isFreeMail ? 'no company' : domain}`)
  await posthog.capture('company identified', {
    distinct_id: event.distinct_id,
    email,
    company: isFreeMail ? null : domain,
  })
}

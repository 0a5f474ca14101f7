/**
 * Gives a class or function the name that it has in PostHog: the bundler shortens names, and apps see them, as in
 * `error.constructor.name`.
 */
export function named<T extends object>(name: string, of: T): T {
  // Inherits nothing, since the app may have added to all objects what makes a descriptor another one.
  const descriptor = Object.assign(Object.create(null) as object, { value: name, configurable: true });
  return Object.defineProperty(of, 'name', descriptor);
}

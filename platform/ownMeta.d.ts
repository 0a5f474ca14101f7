// For apps that extend the type of `meta`, as in `interface OwnMeta extends PluginMeta`: such an app says itself what the parts
// of `meta` are, and any type of its own for them is right.

declare namespace PostHogApp {
  interface App {
    hasOwnMeta: true;
  }
}

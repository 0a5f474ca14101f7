// The names of CommonJS that PostHog has (reference 2.2, 4.3), for TypeScript files of programs without the types of Node.
// In JavaScript, TypeScript knows them by itself.

/**
 * What the app exports: `module.exports`.
 *
 * @example
 * module.exports = { onEvent: (event: PostHogApp.ProcessedPluginEvent) => console.log(event.event) }
 */
declare var module: {
  /** What the app exports. */
  exports: any;
};

/**
 * What the app exports. PostHog reads it beside `module.exports`, and before that.
 *
 * @example
 * exports.onEvent = (event: PostHogApp.ProcessedPluginEvent) => console.log(event.event)
 */
declare var exports: any;

/**
 * A package that PostHog provides. Its name has to stand there as a text.
 *
 * @example
 * const { createHash } = require('crypto')
 */
declare function require(name: string): any;

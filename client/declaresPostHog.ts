/** Whether a declaration file of the author's own declares the global `posthog`, beside which ours would be a second one. */
import { environmentMark, postHogDeclaration } from '../platform/postHogDeclaration.ts';

/** In a module only this declares what others see. */
const global = /^\s*declare\s+global\s*\{/m;
const ofModule = /^\s*(?:import|export)\b/m;

/** @param text of a `.d.ts`; a `posthog-env.d.ts` is none of the author's own. */
export function declaresPostHog(text: string): boolean {
  if (text.startsWith(environmentMark) || !postHogDeclaration.test(text)) return false;
  return global.test(text) || !ofModule.test(text);
}

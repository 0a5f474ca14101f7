/** How declaration files say what `posthog` is, which the editor's side and the language server both look for. */

/** How each `posthog-env.d.ts` of ours begins. */
export const environmentMark = '// Written by PostHog Apps';

/** A declaration of the name `posthog`, in a module or for all. */
export const postHogDeclaration = /^\s*(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+posthog\b/m;

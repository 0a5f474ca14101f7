/** How the panel looks, in the order in which later styles win. */
import { body } from './styles/body.ts';
import { details } from './styles/details.ts';
import { form } from './styles/form.ts';
import { head } from './styles/head.ts';
import { history } from './styles/history.ts';
import { hops } from './styles/hops.ts';
import { layouts } from './styles/layouts.ts';
import { outcome } from './styles/outcome.ts';
import { page } from './styles/page.ts';
import { timeline } from './styles/timeline.ts';
import { tones } from './styles/tones.ts';

/** For the page around the element; a style element would need an exception in the content-security policy. */
export const pageStyles = new CSSStyleSheet();
pageStyles.replaceSync(
  'body { padding: 0; margin: 0; min-height: 100vh; background: var(--vscode-editor-background); }',
);

export const styles = [page, tones, head, body, form, outcome, details, timeline, hops, history, layouts];

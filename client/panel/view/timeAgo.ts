/** How long ago something was, which stays true while nothing else happens. */
import { html, LitElement, type TemplateResult } from 'lit';
import { ago } from '../../../protocol/runWords.ts';

const refreshMs = 20_000;

export class TimeAgo extends LitElement {
  #at = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** ISO 8601. */
  get at(): string {
    return this.#at;
  }

  set at(at: string) {
    this.#at = at;
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), refreshMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`${ago(this.#at)}`;
  }
}

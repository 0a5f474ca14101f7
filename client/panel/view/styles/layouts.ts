/** Narrow and wide panels, and people who want no motion. */
import { css } from 'lit';

export const layouts = css`
  @container (max-width: 420px) {
    .watch {
      padding: 3px 5px;
    }
    .watch-label {
      display: none;
    }
    .head {
      padding: 10px 12px 8px;
    }
    main {
      padding: 12px 12px 24px;
    }
    .change {
      grid-template-columns: 14px 1fr;
    }
    .values {
      grid-column: 2;
    }
    .time {
      display: none;
    }
    .line:has(> .source) {
      flex-wrap: wrap;
      row-gap: 0;
    }
    .line:has(> .source) > .opener {
      flex-basis: 100%;
    }
    .axis {
      display: none;
    }
    .list-box .line:has(> .source) {
      flex-wrap: nowrap;
    }
    .list-box .line:has(> .source) > .opener {
      flex-basis: 0;
    }
    .list-plain .event > .source {
      margin: -2px 0 2px 17px;
    }
    .disclosure > .line > .source {
      margin: -2px 0 2px 17px;
    }
    .error-head {
      flex-wrap: wrap;
      gap: 0;
    }
    .error-text {
      flex-basis: 100%;
    }
    .outcome .frames {
      margin-left: 0;
    }
  }
  @container (min-width: 860px) {
    main {
      grid-template-columns: minmax(280px, 2fr) minmax(0, 5fr);
      grid-template-areas: 'setup results' 'history results';
      grid-template-rows: auto 1fr;
      gap: 18px 28px;
    }
    .setup {
      grid-area: setup;
    }
    .results {
      grid-area: results;
    }
    .history {
      grid-area: history;
    }
    /* The column is narrow: what can be done with a run shows where the mouse or the focus is. */
    @media (hover: hover) {
      .past:not(:hover, :focus-within) > .run-actions {
        display: none;
      }
    }
    .controls {
      max-width: 520px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;

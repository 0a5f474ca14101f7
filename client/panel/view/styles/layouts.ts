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
    /* The name of what is run needs the room more than a button whose word says it all. */
    .controls {
      gap: 5px;
    }
    .run {
      min-width: 62px;
    }
    .run > .button-icon {
      display: none;
    }
    .head {
      padding: 10px 12px 8px;
    }
    .app,
    .host > .ellipsis {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      white-space: normal;
      overflow-wrap: anywhere;
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
    /* A row of the timeline: what it is and its line of code above, its text below over the whole width, then its time. */
    .line.event {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      grid-template-rows: auto auto auto;
      gap: 0 8px;
    }
    .event > .axis {
      grid-area: 3 / 1 / 4 / 4;
      width: 100%;
      height: 5px;
      margin: 0 0 3px;
      border: 0;
    }
    .axis:not(.timed) {
      display: none;
    }
    .line.event > .opener {
      grid-area: 1 / 1 / 3 / 4;
      display: grid;
      grid-template-columns: subgrid;
      grid-template-rows: subgrid;
      gap: 0 8px;
      padding-bottom: 3px;
    }
    .event-head,
    .event-tail {
      display: flex;
      gap: 8px;
      min-width: 0;
    }
    .event-head,
    .event-head > .method {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .event-head > .method {
      flex: 0 1 auto;
      min-width: 0;
      white-space: nowrap;
    }
    .event > .opener > .event-text {
      grid-area: 2 / 1 / 3 / 4;
      padding: 0 0 0 17px;
      line-height: 19px;
    }
    .list-plain .event > .opener > .event-text {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .event > .event-tail {
      grid-area: 1 / 2;
    }
    .list-plain .event > .source,
    .list-box .event > .source {
      grid-area: 1 / 3;
      min-width: 0;
      max-width: 140px;
      overflow: hidden;
      text-overflow: ellipsis;
      margin: 0;
    }
    .filter-text {
      margin-left: 0;
      max-width: none;
    }
    .disclosure > .line > .source {
      margin: -2px 0 2px 17px;
    }
    .cost {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(112px, 1fr));
      gap: 4px 12px;
    }
    .cost dd {
      white-space: normal;
    }
    /* Beside what can be done with the run there is room for its sign alone. */
    .run-row:is(:hover, :focus-within) .run-host {
      min-width: 7px;
    }
    .run-row:is(:hover, :focus-within) .run-host > .ellipsis {
      display: none;
    }
    .indent {
      width: 8px;
      margin-left: 3px;
    }
    .indent:nth-child(n + 4) {
      width: 3px;
      margin-left: 1px;
    }
    .hop > .line:has(> .source) {
      flex-wrap: nowrap;
      align-items: start;
    }
    .hop > .line > .source {
      line-height: 24px;
    }
    .hop .opener {
      align-items: start;
      padding: 2px 0;
    }
    .hop .opener > .chevron {
      margin-top: 2px;
    }
    .hop > .line:has(> .source) > .opener {
      flex-basis: 0;
    }
    .hop .line-text {
      flex-wrap: wrap;
      row-gap: 0;
    }
    /* Rather its marks below it than a name that is cut to nothing. */
    .hop .line-text > .ellipsis {
      flex: 1 1 0;
      min-width: min(100%, 14ch);
    }
    .again .line {
      padding-right: 0;
    }
    .again .outcome-icon {
      padding-top: 4px;
    }
    .hop > .line > .source {
      max-width: 110px;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    /* Below the name where names of apps or a deep row leave no room beside it. */
    .hop > .line:has(> .source > .source-app),
    .indent:nth-child(3) ~ .hop > .line:has(> .source) {
      flex-wrap: wrap;
    }
    .hop > .line > .source:has(> .source-app),
    .indent:nth-child(3) ~ .hop > .line > .source {
      order: 1;
      flex-basis: 100%;
      max-width: 100%;
      padding-left: 17px;
      line-height: 19px;
    }
    .hop > .line > .source ~ .icon-button {
      order: 0;
    }
    .changes {
      display: block;
    }
    .outcome-line {
      flex-wrap: wrap;
      row-gap: 0;
    }
    .outcome-line > h2 {
      flex: 1 1 0;
      min-width: 100px;
    }
    .outcome-line > .tag {
      order: 1;
      flex-basis: 100%;
      margin-left: 24px;
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
    .outcome .error-cause + .frames {
      margin-left: 12px;
    }
    /* What went wrong is read in two lines; below it, its line of code. */
    .report-row > .opener {
      align-items: start;
      padding: 3px 0;
    }
    .report-row > .opener > .at,
    .report-row > .opener > .outcome-icon {
      margin-top: 2px;
    }
    .report-row > .opener > .ellipsis {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .report-row > .source:empty {
      display: none;
    }
    .report-row > .source {
      text-align: left;
      margin: -2px 0 2px calc(2.6em + 26px);
    }
  }
  @container (max-width: 280px) {
    .controls {
      flex-wrap: wrap;
    }
    .controls > .grow {
      flex-basis: 100%;
    }
    .run {
      flex: 1;
    }
  }
  @container (max-width: 640px) {
    /* What takes no time has no bar: its text needs the room. */
    .event > .axis:not(.timed) {
      display: none;
    }
    .list-plain .event > .source,
    .list-box .event > .source {
      min-width: 0;
    }
  }
  @container (min-width: 420.1px) and (max-width: 640px) {
    .axis {
      flex-basis: 40px;
      width: 40px;
    }
    .event .time {
      min-width: 0;
    }
  }
  @container (min-width: 860px) {
    main {
      grid-template-columns: minmax(280px, 2fr) minmax(0, 5fr);
      gap: 28px;
    }
    /* Beside a longer column each stays in sight, whatever is scrolled. */
    .side,
    .results {
      position: sticky;
      top: calc(var(--head-height, 0px) + 14px);
      align-self: start;
    }
    /* Higher than the window it does so with its end. */
    .side {
      top: min(var(--head-height, 0px) + 14px, 100vh - var(--side-height, 0px) - 28px);
    }
    .past-runs .list-plain {
      max-height: min(60vh, 640px);
    }
    .controls {
      max-width: 520px;
    }
    /* The column of the results is but a part of the width. */
    .axis {
      flex-basis: clamp(72px, 9cqw, 180px);
      width: clamp(72px, 9cqw, 180px);
    }
  }
  /* Docked below the code there is little height: the head gives its own. */
  @media (max-height: 420px) {
    .head {
      padding-top: 8px;
      padding-bottom: 8px;
    }
    .summary {
      display: none;
    }
    .past-runs .list-plain {
      max-height: 145px;
    }
    @container (min-width: 860px) {
      .head {
        display: flex;
        gap: 16px;
      }
      .head-line:not(.controls) {
        flex: 1;
      }
      .controls {
        flex: 1;
        margin-top: 0;
      }
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
    .stale,
    .stale ~ * {
      animation-duration: 1ms;
    }
  }
`;

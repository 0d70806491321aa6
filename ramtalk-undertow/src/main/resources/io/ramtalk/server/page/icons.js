// The icons of the page, drawn as lines so that no font needs to have them.
import {html} from './lit-html.js';

const LINES = {
  attach: 'M19.5 11.5 11.7 19.3a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.5 1.5 0 0 '
    + '1-2.2-2.2l7.2-7.2',
  back: 'M20 12H5m6-6-6 6 6 6',
  check: 'm5 12.5 4.5 4.5L19 7',
  checks: 'm2 12.5 4.5 4.5L15 7m-4.5 9 1 1L21 7',
  clock: 'M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0m8-4.5V12l3 2',
  close: 'm6 6 12 12m0-12L6 18',
  down: 'M12 5v14m-6-6 6 6 6-6',
  find: 'M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0m11.2 4.7L20.5 20.5',
  save: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  send: 'M4 12 20.5 4.5 14.5 20l-3.4-6.8L4 12m7.1 1.2 9.4-8.7',
  settings: 'M3.5 7.5h9m6 0h2m-17 9h2m6 0h9M12.5 7.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0m-7 9a3 3 0 1 0 6 '
    + '0 3 3 0 1 0-6 0',
  timer: 'M4.5 13.5a7.5 7.5 0 1 0 15 0 7.5 7.5 0 1 0-15 0M12 9v4.5l2.5 2M9.5 2.5h5M12 2.5V6',
};

/** Returns an icon hidden from screen readers: its container has a label. */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"
  focusable="false"><path d=${LINES[name]}></path></svg>`;

// Icons as strokes on a grid of 24.
import { h } from './tree.js';

const STROKES = {
  overview: 'M4 13h7V4H4zM13 20h7v-9h-7zM4 20h7v-4H4zM13 8h7V4h-7z',
  snapshots: 'M12 3l9 5-9 5-9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5',
  branches: 'M6 4v16M6 14c0-5 12-3 12-8M6 7a2 2 0 1 0 0-.1M18 7a2 2 0 1 0 0-.1M6 21a2 2 0 1 0 0-.1',
  refresh: 'M20 5v5h-5M4 19v-5h5M5.5 9a7 7 0 0 1 12-2.5L20 10M4 14l2.5 3.5a7 7 0 0 0 12-2.5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  activity: 'M3 12h4l3 8 4-16 3 8h4',
  logs: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  charts: 'M4 4v16h16M8 16v-4M12 16V8M16 16v-6',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.5l4.5 4.5L19 7',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z',
  clock: 'M12 3a9 9 0 1 0 .01 0M12 7v5l3 2',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  search: 'M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5L20 20',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  undo: 'M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2',
  commit: 'M12 8a4 4 0 1 0 .01 0M2 12h6M16 12h6',
  eye: 'M2 12c4-7 16-7 20 0-4 7-16 7-20 0M12 9a3 3 0 1 0 .01 0',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M8 12h10',
};

/** An icon; it says nothing to a screen reader, the text beside it does. */
export function icon(name, size = 18) {
  return h('svg.icon', { viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' }, h('path', { d: STROKES[name] }));
}

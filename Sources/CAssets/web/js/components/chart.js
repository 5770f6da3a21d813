// Charts as SVG: areas over time, and bars of a distribution.
import { h } from '../dom/tree.js';
import { exact } from '../words/format.js';

const [HEIGHT, LEFT, BOTTOM, TOP] = [220, 62, 28, 12];
const narrow = matchMedia('(max-width: 640px)');

/** Drawings are scaled to their place: on a phone a narrow one keeps its text readable. */
const wide = () => (narrow.matches ? 330 : 520);
const short = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const fine = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** A round number at or above `value`, and the ticks up to it. */
function scale(value, base = 10) {
  const size = base ** Math.floor(Math.log(Math.max(value, 1)) / Math.log(base));
  const steps = base === 10 ? [1, 2, 4, 5, 10] : [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
  const top = size * (steps.find((step) => size * step >= value) ?? base);
  const parts = [4, 5, 2, 1].find((count) => base !== 10 || Number.isInteger(top / count)) ?? 1;
  return { top, ticks: Array.from({ length: parts + 1 }, (_, i) => (top * i) / parts) };
}

/** Areas one on another over time: `series` are `{name, className}`, `points` `{at, values}`. */
export function areas(label, series, points, format, { base, ceiling, stepped = false } = {}) {
  const from = points[0].at;
  const to = Math.max(points.at(-1).at, from + 10_000);
  const { top, ticks } = scale(Math.max(1, ...points.map(({ values }) => values.reduce((a, b) => a + b, 0))), base);
  const x = (at) => LEFT + ((at - from) / (to - from)) * (wide() - LEFT - 8);
  const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const edge = (index) => points.map(({ at, values }) => [x(at), y(values.slice(0, index).reduce((a, b) => a + b, 0))]);
  return h('figure.chart',
    h('svg', { viewBox: `0 0 ${wide()} ${HEIGHT}`, role: 'img', 'aria-label': label },
      ticks.map((tick) => h('g', { key: tick }, h('line.grid', { x1: LEFT, x2: wide() - 8, y1: y(tick), y2: y(tick) }), h('text', { x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end' }, format(tick)))),
      series.map(({ className }, index) => h('path', { key: index, class: className, d: area(edge(index), edge(index + 1), stepped) })),
      times(from, to).map((at, index, all) => h('text', { key: at, x: x(at), y: HEIGHT - 6, 'text-anchor': index === 0 ? 'start' : index === all.length - 1 ? 'end' : 'middle' }, clock(to - from).format(at))),
      ceiling && ceiling <= top && h('line.ceiling', { x1: LEFT, x2: wide() - 8, y1: y(ceiling), y2: y(ceiling) }),
      marks(points, x, y, series, format)),
    series.length > 1 && h('ul.legend.row', series.map(({ name, className }) => h('li', { key: name }, h('i.swatch', { class: className }), name))));
}

/** Thin bars that tell the values of a moment on hover. */
function marks(points, x, y, series, format) {
  const some = points.length > 240 ? points.filter((_, i) => i % Math.ceil(points.length / 240) === 0) : points;
  const width = Math.max(2, (wide() - LEFT) / some.length);
  return some.map(({ at, values }) => h('rect.hover', { key: at, x: x(at) - width / 2, y: TOP, width, height: HEIGHT - BOTTOM - TOP }, h('title', `${exact(new Date(at))}\n${series.map(({ name }, i) => `${name}: ${format(values[i])}`).join('\n')}`)));
}

const clock = (span) => (span > 2 * 86400_000 ? long : span > 600_000 ? short : fine);
function times(from, to) {
  const parts = narrow.matches ? 1 : 3;
  return Array.from({ length: parts + 1 }, (_, i) => from + ((to - from) * i) / parts);
}

function area(lower, upper, stepped) {
  const line = (points) => points.map(([px, py], i) => (i === 0 ? `${px} ${py}` : stepped ? `H${px}V${py}` : `L${px} ${py}`)).join('');
  const back = [...lower].reverse();
  return `M${line(upper)}L${back[0][0]} ${back[0][1]}${back.slice(1).map(([px, py], i) => (stepped ? `V${back[i][1]}H${px}V${py}` : `L${px} ${py}`)).join('')}Z`;
}

/** How often each of a few ranges occurs: `bars` are `{name, count}`. */
export function distribution(label, bars) {
  const { top, ticks } = scale(Math.max(1, ...bars.map(({ count }) => count)));
  const width = (wide() - LEFT - 8) / bars.length;
  const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  return h('figure.chart', h('svg', { viewBox: `0 0 ${wide()} ${HEIGHT}`, role: 'img', 'aria-label': label },
    ticks.map((tick) => h('g', { key: tick }, h('line.grid', { x1: LEFT, x2: wide() - 8, y1: y(tick), y2: y(tick) }), h('text', { x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end' }, String(tick)))),
    bars.map(({ name, count }, i) => h('g', { key: name }, h('rect.column', { x: LEFT + i * width + width * 0.14, y: y(count), width: width * 0.72, height: Math.max(0, y(0) - y(count)), rx: 3 }, h('title', `${name}: ${count}`)),
      h('text', { x: LEFT + (i + 0.5) * width, y: HEIGHT - 8, 'text-anchor': 'middle' }, name)))));
}

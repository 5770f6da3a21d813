// A small tree of plain objects that is patched into the document.
// Text becomes text nodes and attributes only: nothing is ever parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'selected', 'open', 'indeterminate']);

/** A node: h('p.note', {title: 'x'}, 'text', other). Children may be nested lists, text, nodes, or nothing. */
export function h(name, ...children) {
  const [tag, ...classes] = name.split('.');
  const all = isProperties(children[0]) ? { ...children.shift() } : {};
  if (classes.length) all.class = [...classes, all.class].filter(Boolean).join(' ');
  return { tag, key: all.key, props: all, children: children.flat(Infinity).map(node) };
}

const isProperties = (value) => value?.constructor === Object && !('tag' in value);

function node(child) {
  if (child === null || child === undefined || child === false || child === true) return { tag: '!' };
  return typeof child === 'object' ? child : { tag: '#', text: String(child) };
}

/** Makes a tree in an element; the function returned puts the next one in its place. */
export function mount(parent) {
  let present = { tag: '', props: {}, children: [], el: parent };
  return (...children) => {
    const next = { ...present, children: children.flat(Infinity).map(node) };
    patchChildren(parent, present.children, next.children, false);
    present = next;
  };
}

function create(vnode, svg) {
  if (vnode.tag === '#') return (vnode.el = document.createTextNode(vnode.text));
  if (vnode.tag === '!') return (vnode.el = document.createComment(''));
  const inSVG = svg || vnode.tag === 'svg';
  const el = inSVG ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
  vnode.el = el;
  for (const child of vnode.children) el.append(create(child, inSVG && vnode.tag !== 'foreignObject'));
  // After the children: the value of a select is one of theirs.
  for (const [name, value] of Object.entries(vnode.props)) set(el, name, undefined, value);
  if (vnode.props.hook) queueMicrotask(() => vnode.props.hook(el));
  return el;
}

function patch(before, after, svg) {
  if (before === after) return before.el;
  const el = (after.el = before.el);
  if (after.tag === '#') {
    if (before.text !== after.text) el.data = after.text;
    return el;
  }
  if (after.tag === '!') return el;
  patchChildren(el, before.children, after.children, svg || after.tag === 'svg');
  for (const name of Object.keys(before.props)) if (!(name in after.props)) set(el, name, before.props[name], undefined);
  for (const [name, value] of Object.entries(after.props)) set(el, name, before.props[name], value);
  return el;
}

function patchChildren(parent, before, after, svg) {
  const known = new Map(before.map((child, index) => [identity(child, index), child]));
  const matches = after.map((child, index) => {
    const id = identity(child, index);
    const match = known.get(id);
    known.delete(id);
    return match;
  });
  for (const child of known.values()) child.el.remove();
  let place = parent.firstChild;
  after.forEach((child, index) => {
    // A node that is shown again, as when a search ends, still has its element.
    const el = matches[index] ? patch(matches[index], child, svg) : child.el ?? create(child, svg);
    if (el === place) place = place.nextSibling;
    else parent.insertBefore(el, place);
  });
}

const identity = (vnode, index) => `${vnode.tag}|${vnode.key === undefined ? index : `k${vnode.key}`}`;

function set(el, name, before, after) {
  if (name === 'key' || name === 'hook') return;
  if (name.startsWith('on')) {
    if (before !== after) el[name] = after ?? null;
  } else if (name === 'style') {
    for (const property of Object.keys({ ...before, ...after })) el.style.setProperty(property, after?.[property] ?? '');
  } else if (PROPERTIES.has(name) && name in el) {
    if (el[name] !== after) el[name] = after ?? (name === 'value' ? '' : false);
  } else if (before !== after) {
    if (after === undefined || after === null || after === false) el.removeAttribute(name);
    else el.setAttribute(name, after === true ? '' : after);
  }
}

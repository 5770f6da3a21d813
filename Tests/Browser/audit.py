"""Checks of a whole page, computed inside of it: contrast, labels, headings, width."""

# WCAG AA: 4.5 for text, 3 for large text. What is disabled, hidden or drawn on a picture does not count.
CONTRAST = """
() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const el = node.parentElement;
    if (!node.data.trim() || !el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || el.closest(':disabled, .unseen, .skip, option, noscript, .faded')) continue;
    const style = getComputedStyle(el);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const under = ground(el);
    const color = el instanceof SVGElement ? parse(style.fill) : parse(style.color);
    const [a, b] = [light(over(color, under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) bad.push(`${node.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return bad;
}
"""

# Everything that can be used has a name; ids are unique; there is one main and one first heading.
NAMES = """
() => {
  const bad = [];
  const text = (el) => (el.getAttribute('aria-label') || (el.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id)?.textContent).join('') || [...(el.labels ?? [])].map((l) => l.textContent).join('') || (['INPUT', 'SELECT', 'TEXTAREA'].includes(el.tagName) ? '' : el.textContent) || el.title || '').trim();
  for (const el of document.querySelectorAll('a, button, input, select, textarea, [role=button], dialog, [tabindex="0"]')) {
    if (el.checkVisibility() && !text(el) && !el.querySelector('img[alt]:not([alt=""])')) bad.push(`without a name: ${el.outerHTML.slice(0, 120)}`);
  }
  for (const el of document.querySelectorAll('img:not([alt]), svg:not([aria-hidden]):not([role])')) bad.push(`picture without a text: ${el.outerHTML.slice(0, 80)}`);
  const ids = [...document.querySelectorAll('[id]')].map((el) => el.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) bad.push(`id twice: ${id}`);
  for (const el of document.querySelectorAll('[aria-describedby], [aria-labelledby], [aria-controls]')) {
    for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls']) {
      for (const id of (el.getAttribute(name) ?? '').split(' ').filter(Boolean)) if (!document.getElementById(id)) bad.push(`${name} leads nowhere: ${id}`);
    }
  }
  if (document.querySelectorAll('main').length !== 1) bad.push('not one main');
  if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
  if (!document.documentElement.lang || !document.title) bad.push('no language or title');
  return bad;
}
"""

SCROLLS_SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} wide`] : []"


def audit(page, name):
    """Fails with all that is wrong on a page."""
    faults = [fault for check in (CONTRAST, NAMES, SCROLLS_SIDEWAYS) for fault in page.evaluate(check)]
    assert not faults, f"{name}: {faults}"

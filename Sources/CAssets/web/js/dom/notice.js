// Short messages at the edge of the page, read out by screen readers.

const shown = new Set();

/** Says something for a few seconds; what went wrong stays until it is closed. */
export function notice(text, { bad = false } = {}) {
  const box = document.getElementById('notices');
  const item = document.createElement('div');
  item.className = bad ? 'notice bad' : 'notice';
  const words = document.createElement('span');
  words.textContent = text;
  const close = document.createElement('button');
  close.className = 'quiet';
  close.textContent = 'Close';
  close.onclick = () => item.remove();
  item.append(words, close);
  box.append(item);
  shown.add(item);
  while (box.children.length > 3) box.firstChild.remove();
  if (!bad) setTimeout(() => item.remove(), 5000);
}

/** Says why something failed. */
export const complain = (error) => notice([error.message, error.hint].filter(Boolean).join(' '), { bad: true });

// Dialogs: the browser keeps the focus inside and gives it back.
import { h, mount } from './tree.js';
import { icon } from './icons.js';

let count = 0;

/** Shows a dialog. `body(update, close)` answers its content; resolves with what it is closed with. */
export function dialog(title, body) {
  return new Promise((resolve) => {
    const id = `dialog-${(count += 1)}`;
    const element = document.createElement('dialog');
    element.setAttribute('aria-labelledby', id);
    document.body.append(element);
    const close = (value) => {
      element.returned = value;
      element.close();
    };
    const render = mount(element);
    const update = () => render(
      h('header.dialog-head', h('h2', { id }, title),
        h('button.quiet.square', { type: 'button', 'aria-label': 'Close', onclick: () => close() }, icon('close'))),
      body(update, close));
    update();
    element.addEventListener('close', () => {
      element.remove();
      resolve(element.returned);
    });
    // A click beside it closes it.
    element.addEventListener('mousedown', (event) => event.target === element && close());
    element.showModal();
    element.querySelector('[autofocus], form input, form select, form .primary, form .danger')?.focus();
  });
}

/** A question with an act. `act()` may fail: its refusal is shown in the dialog, and nothing that was typed is lost. */
export function ask(title, { content = () => [], verb, danger = false, ready = () => true, act }) {
  let failure = null;
  let busy = false;
  return dialog(title, (update, close) => h('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      if (busy || !ready()) return;
      busy = true;
      failure = null;
      update();
      try {
        await act();
        close(true);
      } catch (error) {
        failure = error;
        busy = false;
        update();
      }
    },
  },
  h('div.dialog-body', content(update), failure && refusal(failure)),
  h('footer.dialog-foot',
    h('button', { type: 'button', onclick: () => close() }, 'Cancel'),
    h(danger ? 'button.danger' : 'button.primary', { type: 'submit', disabled: busy || !ready() }, busy ? 'One moment …' : verb))));
}

/** Why something was refused, with the engine's hint. */
export function refusal(error) {
  return h('div.refusal', { role: 'alert' }, icon('warning'), h('div', h('p', error.message),
    error.detail && h('p.faint', error.detail), error.hint && h('p.faint', error.hint)));
}

import { html } from '../html.mjs';
import { layout } from './layout.mjs';

export function messagePage({ person, path, title, text }) {
  const content = html`<section class="card"><h1>${title}</h1><p>${text}</p><p><a class="button" href="/">To the start</a></p></section>`;
  return layout({ title, path, person, content, narrow: true });
}

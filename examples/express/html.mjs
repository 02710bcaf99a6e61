const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

class Markup {
  constructor(text) {
    this.text = text;
  }
}

/** Template tag: whatever is put in is escaped, unless it was made by `html` or `trustedHtml`. */
export function html(texts, ...values) {
  return new Markup(
    texts.map((text, index) => text + (index < values.length ? write(values[index]) : '')).join(''),
  );
}

/** Takes text for markup: for what claimgate itself wrote and escaped. */
export function trustedHtml(text) {
  return new Markup(text);
}

export function markupOf(markup) {
  if (markup instanceof Markup) return markup.text;
  throw new TypeError('not made by html');
}

function write(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(write).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"']/gu, (character) => ENTITIES[character]);
}

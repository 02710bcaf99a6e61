/** A tag in a text that may be damaged XML. */
export interface Tag {
  readonly name: string;
  readonly kind: 'start' | 'end' | 'empty';
  readonly start: number;
  readonly end: number;
}

/** An element in a text that may be damaged XML. */
export interface Range {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const TAG = /<(\/?)([^\s<>/!?="']+)(?:[^<>"']|"[^"]*"|'[^']*')*>/g;

export function tagsOf(xml: string): Tag[] {
  return [...xml.matchAll(TAG)].map((match) => {
    const [text, slash, name = ''] = match;
    const kind = slash === '/' ? 'end' : text.endsWith('/>') ? 'empty' : 'start';
    return { name, kind, start: match.index, end: match.index + text.length };
  });
}

/** Elements whose tags fit; what does not is passed over. */
export function elementsOf(xml: string): Range[] {
  const elements: Range[] = [];
  const open: Tag[] = [];
  for (const tag of tagsOf(xml)) {
    if (tag.kind === 'empty') elements.push(tag);
    else if (tag.kind === 'start') open.push(tag);
    else {
      const start = open.pop();
      if (start?.name === tag.name) elements.push({ name: tag.name, start: start.start, end: tag.end });
    }
  }
  return elements;
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

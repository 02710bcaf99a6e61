/** What was posted. A field that was sent twice counts as empty: no page of ours does that. */
class PostedForm {
  #data;

  constructor(data) {
    this.#data = data;
  }

  text(name) {
    const [first, ...others] = this.#data.getAll(name);
    return typeof first === 'string' && others.length === 0 ? first : '';
  }

  has(name) {
    return this.text(name) !== '';
  }

  /** NaN for what is no whole number. */
  number(name) {
    const text = this.text(name);
    return /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
  }

  /** The files that were chosen, with their bytes. */
  files(name) {
    const files = this.#data.getAll(name).filter((value) => typeof value !== 'string');
    const chosen = files.filter((file) => file.name !== '' || file.size > 0);
    return Promise.all(
      chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
  }
}

/** Reads `req.body`, the bytes of a form with or without files. Null for what is not a form. */
export async function parseForm(req) {
  if (!Buffer.isBuffer(req.body)) return null;
  // Node reads forms itself, where they belong to a Request.
  const request = new Request('http://form.invalid/', {
    method: 'POST',
    headers: { 'content-type': req.headers['content-type'] },
    body: req.body,
  });
  try {
    return new PostedForm(await request.formData());
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import { type Html, html, markupOf } from './html.js';

// One system font, two colour schemes, nothing from elsewhere.
const STYLE = `
:root{color-scheme:light dark;--page:#f3f1ec;--card:#fff;--ink:#1d1b18;--soft:#5d574e;--line:#d9d3c8;--accent:#7a3e00;--on-accent:#fff;--note:#fff4dc}
@media (prefers-color-scheme:dark){:root{--page:#191714;--card:#24211d;--ink:#f1ece4;--soft:#b8afa2;--line:#443e36;--accent:#f0a75a;--on-accent:#20160a;--note:#3a2d17}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
.banner{margin:0;background:var(--note);border-bottom:1px solid var(--line);padding:.6rem 1rem;text-align:center}
main{max-width:40rem;margin:2.5rem auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.9rem;overflow-wrap:anywhere}
@media (max-width:44rem){main{margin:1rem;padding:1.2rem}}
h1{margin:0 0 .4rem;font-size:1.5rem;line-height:1.25}
h2{margin:2rem 0 .6rem;font-size:1.05rem}
p{margin:.4rem 0 1rem}
.soft{color:var(--soft)}
fieldset{border:0;margin:1.4rem 0 0;padding:0}
legend{padding:0;font-weight:600;margin-bottom:.5rem}
.person{display:flex;gap:.9rem;align-items:center;padding:.75rem .9rem;margin:.45rem 0;border:1px solid var(--line);border-radius:.6rem;cursor:pointer}
.person:hover,.person:has(:checked){border-color:var(--accent)}
.person span{display:block}
.person .name{font-weight:600}
input[type=radio]{width:1.15rem;height:1.15rem;flex:none;accent-color:var(--accent)}
label.field{display:block;font-weight:600;margin:1.4rem 0 .4rem}
select,button,.button{font:inherit}
select{width:100%;padding:.55rem .6rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink)}
button,.button{display:inline-block;margin-top:1.6rem;padding:.6rem 1.4rem;border:0;border-radius:.5rem;background:var(--accent);color:var(--on-accent);font-weight:600;cursor:pointer;text-decoration:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--accent)}
dl{margin:0}
dt{font-weight:600;margin-top:.8rem}
dd{margin:.1rem 0 0;overflow-wrap:anywhere}
code,pre{font:.875rem/1.5 ui-monospace,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;max-height:22rem;overflow:auto;padding:.9rem;border:1px solid var(--line);border-radius:.5rem}
summary{cursor:pointer;margin-top:1.6rem}
input[type=text],input[type=password]{width:100%;font:inherit;padding:.55rem .6rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink)}
.notice{padding:.7rem .9rem;border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:.5rem}
.notice.bad{background:var(--note)}
.object{padding:.75rem .9rem;margin:.6rem 0;border:1px solid var(--line);border-radius:.6rem}
.object p{margin:0}
.object .name{font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.6rem}
.row{margin-bottom:.6rem}
.row button{margin:0;padding:.35rem .8rem;font-size:.9rem}
.object .row button{background:transparent;color:var(--accent);border:1px solid var(--accent)}
.box{display:block}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .6rem .5rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
thead th,td:nth-child(2),td:nth-child(3){white-space:nowrap;overflow-wrap:normal}
td:nth-child(2),td:nth-child(3){width:1%}
td details summary{margin-top:.3rem}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A whole page of the test identity provider. `formAction` is where a form may post to beside this server. */
export function page(
  title: string,
  content: Html,
  { status = 200, formAction = null }: { readonly status?: number; readonly formAction?: string | null } = {},
): Response {
  // Written apart from the template, for the hash in the policy must be that of exactly these characters.
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style>`;
  const body = html`<title>${title} · Test identity provider</title></head><body><p class="banner" role="note">This is a test look-alike on your own machine. It is not Microsoft and asks for no password.</p><main>${content}</main></body></html>`;
  return new Response(head + markupOf(body), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': policy(formAction),
    },
  });
}

function policy(formAction: string | null): string {
  const origin = formAction === null ? '' : ` ${new URL(formAction).origin}`;
  return `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'${origin}; frame-ancestors 'none'; base-uri 'none'`;
}

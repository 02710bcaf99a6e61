import { html } from '../../html.mjs';
import { options, typedOf } from '../../settings/options.mjs';
import { checkField, choiceField, csrfField, problemsOf, textField } from './form-parts.mjs';

const HERE = '/settings/access-security/single-sign-on';

/** What most organisations leave as it is. */
export function optionsPart({ isStale, problems, session, typed, view }) {
  const { record } = view;
  // Those of the connection's form are others; a refused form of options has all of its own.
  const wasTyped = typed[options[0].name] !== undefined;
  const isOpen = options.some(({ name }) => problemsOf(name, problems).length > 0) || wasTyped;
  const hasKeys = (view.connection?.keys ?? null) !== null;
  return html`<section class="card plain" aria-labelledby="options"><h2 id="options">Advanced options</h2>
<details${isOpen ? html` open` : ''}><summary>Signatures, encryption, claims</summary>
<form method="post" action="${HERE}/options">${csrfField(session)}
<input type="hidden" name="connection" value="${record.id}"><input type="hidden" name="revision" value="${record.revision}">
${options.map((option) => {
  const stored = typedOf(option, record.settings);
  const value = wasTyped ? typed[option.name] : stored;
  return optionField({ option, value, stored, problems, hasKeys, isChanged: isStale && wasTyped });
})}
<div class="actions"><button type="submit">Save the options</button></div></form></details></section>`;
}

function optionField({ option, value, stored, problems, hasKeys, isChanged }) {
  const { choices, kind, label, name, needsKeys = false, placeholder = null } = option;
  const lacksKeys = needsKeys && !hasKeys;
  const hint = lacksKeys
    ? `${option.hint} This connection has no keys of ours in this example.`
    : option.hint;
  if (kind === 'flag') {
    // One that is on can always be switched off.
    return checkField({
      name,
      label,
      hint,
      isOn: value !== '',
      problems,
      disabled: lacksKeys && value === '',
    });
  }
  if (kind === 'choice') {
    return choiceField({ name, label, hint, value: value === '' ? choices[0][0] : value, choices, problems });
  }
  const changed = isChanged && value !== stored ? stored : null;
  const inputmode = kind === 'number' ? 'numeric' : null;
  return textField({ name, label, hint, value, problems, changed, placeholder, inputmode });
}

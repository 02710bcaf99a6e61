// Writes the page that support reads from the error catalogue. Shared by the generator and its test.

const TITLES = {
  certificate: 'Certificate upload',
  connection: 'Connection settings',
  decode: 'Decoding the posted field',
  structure: 'Structure of the message',
  decrypt: 'Encrypted assertions',
  verify: 'Signature',
  'second-reader': 'Second reader',
  extract: 'Content of the signed assertion',
  check: 'Checks of the assertion',
  claims: 'Claims',
  organization: 'Organisation and domain',
  'sign-in': 'Sign-in under way',
  http: 'HTTP',
  logout: 'Single logout',
  metadata: 'Federation metadata',
  'domain-claim': 'Domain claims',
  'connection-record': 'Life of a connection',
  membership: 'Membership and access',
  scim: 'Provisioning',
  store: 'Stores',
};

const INTRODUCTION = `# Errors

Every refusal has one code. Codes are never renamed or reused. \`error.details\` says what was expected and what
was received: it is for logs and administrators. The person at the browser sees only the static sentence of the
column “The person sees” and a reference that the log has too.

This page is generated from the error catalogue: \`npm run docs\`.
`;

/** Markdown, one table for each stage, in the order of the walk. */
export function renderErrorsDoc(catalogue) {
  const stages = Object.keys(TITLES).map((stage) => renderStage(stage, catalogue));
  return [INTRODUCTION, ...stages.filter((text) => text !== '')].join('\n');
}

function renderStage(stage, catalogue) {
  const rows = [...catalogue].filter(([, row]) => row.stage === stage);
  if (rows.length === 0) return '';
  return [
    `## ${TITLES[stage]} (\`${stage}\`)`,
    '',
    '| Code | Meaning | Remedy | The person sees | Reference |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(renderRow),
    '',
  ].join('\n');
}

function renderRow([code, row]) {
  const cells = [row.meaning, row.remedy, row.publicMessage, row.reference ?? ''].map(escapeCell);
  return `| <a id="${code}"></a>\`${code}\` | ${cells.join(' | ')} |`;
}

/** Texts are plain: what Markdown or HTML would read as markup is shown as it stands. */
function escapeCell(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\|*_`[\]]/gu, '\\$&');
}

// Writes the page that says of every known attack what stops it. Shared by the generator and its test.

const FAMILIES = {
  SIG: 'Presence, trust and form of the signature',
  XSW: 'Signature wrapping',
  TXT: 'Text that is signed in one way and read in another',
  C14: 'Canonicalisation',
  DTD: 'Document types and entities',
  DOS: 'Denial of service',
  TRF: 'Transforms',
  ALG: 'Algorithms',
  ENC: 'Encryption',
  POL: 'Checks of the protocol',
  TEN: 'Tenants and connections',
  EML: 'Addresses and domains',
  WEB: 'Browser and addresses',
  SLO: 'Single logout',
  CRT: 'Certificates and keys',
  ERR: 'Failures',
};

const MISTAKE = 'mistake: ';
const WALK = /^src\/(?:xml|response|organizations)\//u;

const INTRODUCTION = `# Attacks

Every attack on a service provider that is known to us from advisories, fixes and research, one row each: what it is,
what is right, the function of ours that stops it, the fixtures and tests that show it, and what other libraries answer
to the same messages. Each fixture has its exact code in \`fixtures/index.json\`; \`npm test\` posts every one of them to
claimgate with each of its second readers.

This page is generated: \`npm run attacks\`. A test fails where a row has neither fixture nor test, where a function or
test that is named is not there, and where the page is not what would be generated.

How to read the columns of other libraries: they got the same messages, configured as strictly as their options allow
(\`bench/peers/askers.mjs\`). A number counts fixtures of the row that claimgate refuses: **forged** means that values
came out that the identity provider never signed; *accepted* means that the message passed, often with the signed values
only; the rest was refused. *crashed* means that an exception came where no application can catch it, *silent* that the
library never answered. \`npm run corpus:peers\` asks them again.

**Shown on** names versions with published weaknesses that gave forged values for a fixture of the row, or accepted one:
so the recipe works, and its refusal proves something. Where there is none, it names a mistake: a validator written to
make it (\`bench/controls/mistakes.mjs\`), which the fixture does deceive. \`npm run corpus:controls\` installs the versions
into a temporary folder and shows it. Where it says *nowhere*, none of them falls for it, and the refusal rests on our
own reading of the specification alone.
`;

/** What the page is made of, checked: throws where a row has nothing to show or names what is not there. */
export function attackTable({ rows, fixtures, peers, controls, titles, placesOf, functions }) {
  const table = rows.map((row) => {
    const belonging = fixturesOf(row, fixtures);
    const refused = belonging.filter(({ expected }) => expected !== 'ok');
    return {
      ...row,
      fixtures: belonging.map(({ id }) => id),
      codes: [...new Set(refused.map(({ expected }) => expected))],
      tests: testsOf(row, titles),
      by: [...new Set([...refused.flatMap(({ expected }) => walkOf(placesOf, expected)), ...row.by])],
      answers: peers.map(({ verdicts }) => countVerdicts(refused, verdicts)),
      controls: shownOn(row, refused, controls),
      asked: refused.length,
    };
  });
  requireProofs(table, { functions, titles, fixtures });
  return table;
}

/** Markdown: totals, then one table for each family. */
export function renderAttacksDoc(table, { peers, controls }) {
  return [
    INTRODUCTION,
    renderTotals(table, peers),
    renderControls(table, controls),
    ...Object.entries(FAMILIES).map(([family, title]) => renderFamily(family, title, table, peers)),
  ].join('\n');
}

/** Fixtures whose name begins with the number of the row, whatever letters follow, and those that the row names. */
function fixturesOf({ id, fixtures: named }, fixtures) {
  const number = new RegExp(`^${id.toLowerCase()}(?!\\d)`, 'u');
  return fixtures.filter((fixture) => number.test(fixture.id) || named.includes(fixture.id));
}

/** Tests whose title says the number of the row, and those that the row names. */
function testsOf({ id, tests }, titles) {
  const number = new RegExp(`› (?:.*[\\s(])?${id}[a-z]?(?!\\w)`, 'u');
  return [...new Set([...tests, ...[...titles].filter((title) => number.test(title))])];
}

function walkOf(placesOf, code) {
  return (placesOf.get(code) ?? []).filter((place) => WALK.test(place));
}

function countVerdicts(fixtures, verdicts) {
  const counts = { forged: 0, accepted: 0, crashed: 0, silent: 0 };
  for (const { id } of fixtures) if (verdicts[id] in counts) counts[verdicts[id]] += 1;
  return counts;
}

/**
 * Versions and mistakes that a fixture deceived. A mistake counts where no version gave forged values, and only with
 * forged values where there are any; for a row with a reason why nothing shows it, no mistake counts.
 */
function shownOn({ unproven }, fixtures, controls) {
  const among = (list) => fixtures.some(({ id }) => list.includes(id));
  const all = controls.flatMap(({ name, forged, accepted }) =>
    among(forged) ? [{ name, how: 'forged' }] : among(accepted) ? [{ name, how: 'accepted' }] : [],
  );
  const published = all.filter(({ name }) => !name.startsWith(MISTAKE));
  if (unproven !== undefined || published.some(({ how }) => how === 'forged')) return published;
  const mistakes = all.filter(({ name }) => name.startsWith(MISTAKE));
  const deceived = mistakes.filter(({ how }) => how === 'forged');
  return [...published, ...(deceived.length > 0 || published.length > 0 ? deceived : mistakes)];
}

function requireProofs(table, { functions, titles, fixtures }) {
  const known = new Set(fixtures.map(({ id }) => id));
  const faults = table.flatMap((row) => [
    ...(row.fixtures.length + row.tests.length === 0 ? [`${row.id} has neither fixture nor test`] : []),
    ...(row.by.length === 0 ? [`${row.id} says nothing of what stops it`] : []),
    ...row.by.filter((place) => !functions.has(place)).map((place) => `${row.id}: there is no ${place}`),
    ...row.tests.filter((test) => !titles.has(test)).map((test) => `${row.id}: no such test is run: ${test}`),
    ...row.fixtures.filter((id) => !known.has(id)).map((id) => `${row.id}: there is no fixture ${id}`),
  ]);
  const numbers = table.map(({ id }) => id);
  if (new Set(numbers).size !== numbers.length) faults.push('two rows have one number');
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function renderTotals(table, peers) {
  const lines = peers.map(({ name, version }, at) => {
    const sum = (kind) => table.reduce((total, row) => total + row.answers[at][kind], 0);
    return `| ${name} ${version} | ${sum('forged')} | ${sum('accepted')} | ${sum('crashed')} | ${sum('silent')} |`;
  });
  const asked = table.reduce((total, row) => total + row.asked, 0);
  return [
    `Of ${asked} messages that claimgate refuses (a message that belongs to two rows counts in both):`,
    '',
    '| | forged | accepted | crashed | silent |',
    '| --- | ---: | ---: | ---: | ---: |',
    '| claimgate | 0 | 0 | 0 | 0 |',
    ...lines,
    '',
  ].join('\n');
}

function renderControls(table, controls) {
  const names = controls.map(({ name }) => name);
  const asked = table.filter((row) => row.asked > 0);
  const shown = (row, isWanted) => row.controls.some(({ name }) => isWanted(name));
  const published = asked.filter((row) => shown(row, (name) => !name.startsWith(MISTAKE)));
  const nowhere = asked.filter((row) => row.controls.length === 0);
  return [
    `Versions: ${names
      .filter((name) => !name.startsWith(MISTAKE))
      .map(code)
      .join(', ')}. `,
    `Mistakes: ${names
      .filter((name) => name.startsWith(MISTAKE))
      .map((name) => code(name.slice(MISTAKE.length)))
      .join(', ')}.`,
    '',
    `Of ${asked.length} rows with messages that are refused, ${published.length} are shown on a published version, ` +
      `${asked.length - published.length - nowhere.length} on a mistake, ${nowhere.length} nowhere.`,
    '',
  ].join('\n');
}

function renderFamily(family, title, table, peers) {
  const rows = table.filter(({ id }) => id.startsWith(`${family}-`));
  return [
    `## ${title} (${family})`,
    '',
    `| | Attack | Right | Stopped by | Shown by | ${peers.map(({ name }) => name).join(' | ')} | Shown on |`,
    `| --- | --- | --- | --- | --- | ${peers.map(() => '---').join(' | ')} | --- |`,
    ...rows.map(renderRow),
    '',
  ].join('\n');
}

function renderRow(row) {
  const cells = [
    `<a id="${row.id.toLowerCase()}"></a>${row.id}`,
    [row.what, ...row.cves].map(escapeCell).join('<br>'),
    [...row.codes.map(code), ...(row.answer === undefined ? [] : [escapeCell(row.answer)])].join('<br>'),
    row.by.map(code).join('<br>'),
    [...fixtureNames(row), ...row.tests.map(escapeCell)].join('<br>'),
    ...row.answers.map((counts) => renderCounts(counts, row.asked)),
    renderShownOn(row),
  ];
  return `| ${cells.join(' | ')} |`;
}

function fixtureNames({ fixtures }) {
  return fixtures.length === 0 ? [] : [fixtures.map(code).join(' ')];
}

function renderCounts({ forged, accepted, crashed, silent }, asked) {
  if (asked === 0) return 'not asked';
  const parts = [
    ...(forged > 0 ? [`**${forged} forged**`] : []),
    ...(accepted > 0 ? [`${accepted} *accepted*`] : []),
    ...(crashed > 0 ? [`${crashed} *crashed*`] : []),
    ...(silent > 0 ? [`${silent} *silent*`] : []),
  ];
  return `${parts.length === 0 ? 'none' : parts.join(', ')} of ${asked}`;
}

function renderShownOn({ controls, asked, unproven }) {
  if (asked === 0) return 'the tests show it';
  if (controls.length === 0) return `nowhere${unproven === undefined ? '' : `: ${unproven}`}`;
  const having = (how) => controls.filter((control) => control.how === how).map(({ name }) => name);
  return ['forged', 'accepted']
    .filter((how) => having(how).length > 0)
    .map((how) => `${how}: ${having(how).join(', ')}`)
    .join('<br>');
}

function code(text) {
  return `\`${text}\``;
}

/** Texts are plain: what Markdown or HTML would read as markup is shown as it stands. */
function escapeCell(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\|*_`[\]]/gu, '\\$&');
}

import { html } from '../../html.mjs';
import { code, stackedTable, time } from '../parts.mjs';
import { badge, buttonForm, copyField, csrfField, problemSummary } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/domain-claiming';
const STATUS = {
  pending: ['wait', 'Pending'],
  verified: ['good', 'Verified'],
  grace: ['bad', 'Grace'],
  unverified: ['bad', 'Unverified'],
};

/** The claimed domains, what to publish for each, and what the DNS said a moment ago. */
export function domainPage({ session, person, path, rows, checked, problems, done }) {
  const content = html`
${problemSummary(problems)}
<p class="lead">Claim a domain and enforce the login requirements for all users with email from that domain. Single sign-on works for verified domains only.</p>
<p class="actions"><a class="button" href="${HERE}/add">Add a Domain</a></p>
${checked === null ? '' : checkReport(checked)}
${rows.length === 0 ? html`<p class="card empty">No domains currently claimed</p>` : claimsTable(rows, session)}
${rows.map((row) => recordCard(row, session))}`;
  return settingsLayout({ person, path, tab: 'Domain Claiming', problems, done, content });
}

function claimsTable(rows, session) {
  return stackedTable({
    caption: 'Domains',
    columns: ['Domain Name', 'Status', 'Last looked at', 'Actions'],
    rows: rows.map(({ claim }) => [
      claim.domain,
      statusCell(claim),
      claim.lastCheckedAt === null ? 'not yet' : time(claim.lastCheckedAt),
      html`<div class="row-actions">${buttonForm({
        session,
        action: `${HERE}/check`,
        fields: { domain: claim.domain },
        label: claim.status === 'verified' ? 'Check again' : 'Refresh',
        about: `the status of ${claim.domain}`,
        quiet: true,
      })} <a href="${HERE}/remove?domain=${encodeURIComponent(claim.domain)}">Delete<span class="unseen"> ${claim.domain}</span></a></div>`,
    ]),
  });
}

function statusCell({ status, createdAt, verifiedAt, graceEndsAt, unverifiedAt }) {
  const [kind, text] = STATUS[status];
  const since = {
    pending: html`claimed ${time(createdAt)}`,
    verified: html`since ${time(verifiedAt ?? createdAt)}`,
    grace: html`the record is gone; until ${time(graceEndsAt ?? createdAt)}`,
    unverified: html`since ${time(unverifiedAt ?? createdAt)}`,
  }[status];
  return html`${badge(kind, text)} <span class="hint">${since}</span>`;
}

/** What to publish; folded away once it is there, where it must stay. */
function recordCard({ claim, records, published }, session) {
  const [apex, challenge] = records;
  const id = `record-${claim.domain.replaceAll('.', '-')}`;
  const values = html`
${copyField({ name: `${id}-name`, label: 'Name', value: apex.name, hint: html`Many DNS providers write <code>@</code>.${challenge === undefined ? '' : html` Instead it may stand at <code>${challenge.name}</code>.`}` })}
${copyField({ name: `${id}-value`, label: 'Value of the TXT record', value: apex.value, hint: 'Without quotation marks, as a record of its own.' })}
<p class="hint">It may take up to 24 hours until everybody sees a new record; it is looked for by itself, and at once by “Refresh”. Leave it there for good: a domain without its record is unverified after a week.</p>`;
  const isVerified = claim.status === 'verified';
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${claim.domain}: TXT record</h2>
${isVerified ? html`<details><summary>The record that must stay</summary>${values}</details>` : values}
${published === null ? '' : madeUpDns({ claim, value: apex.value, published, id }, session)}
</section>`;
}

function madeUpDns({ claim, value, published, id }, session) {
  const { domain } = claim;
  return html`<aside class="made-up" aria-labelledby="${id}-dns">
<h3 id="${id}-dns">Made-up DNS of this example</h3>
<p class="hint">Only in this demonstration: instead of the name servers of ${domain}, these records are asked for. What you enter is nowhere in the real DNS.</p>
${published.length === 0 ? html`<p>No TXT records at <code>${domain}</code>.</p>` : html`<ul class="records">${published.map((text) => html`<li>${code(text)} ${buttonForm({ session, action: `${HERE}/made-up-dns/remove`, fields: { domain, text }, label: 'Remove', about: 'this record', quiet: true })}</li>`)}</ul>`}
<div class="actions">${published.includes(value) ? '' : buttonForm({ session, action: `${HERE}/made-up-dns/publish`, fields: { domain }, label: 'Publish the record here', about: `for ${domain}` })}</div>
<details><summary>Enter another record</summary><form method="post" action="${HERE}/made-up-dns/add">${csrfField(session)}<input type="hidden" name="domain" value="${domain}">
<label for="${id}-text">Text of another TXT record at ${domain}</label><div class="copy"><input id="${id}-text" name="text" type="text" maxlength="300" autocomplete="off" spellcheck="false"><button type="submit" class="quiet">Add</button></div>
<p class="hint">To see what becomes of a record that is almost right: with quotation marks, or without what stands before the token.</p></form></details>
</aside>`;
}

function checkReport({ claim, nearMisses, outcome, remedy, resolvers }) {
  const isGood = outcome === 'found';
  const title = isGood
    ? `${claim.domain} is verified`
    : claim.status === 'verified'
      ? `${claim.domain} stays verified`
      : 'Your domain has not been verified yet';
  return html`<section class="note${isGood ? '' : html` bad`}" role="status" aria-labelledby="report">
<h2 id="report">${title}</h2>
${claim.status === 'grace' ? html`<p>The record is gone. Put it back before the date shown below, or the domain is unverified.</p>` : ''}
${remedy === null ? '' : html`<p>${remedy}</p>`}
${nearMisses.length === 0 ? '' : html`<h3>Almost right</h3><ul>${nearMisses.map((miss) => html`<li>At <code>${miss.name}</code> stands ${code(miss.seen)}. ${miss.remedy}</li>`)}</ul>`}
<details${isGood ? '' : html` open`}><summary>What each resolver saw</summary><ul>${resolvers.map(({ answers, resolver, outcome: seen }) => html`<li>${resolver}: ${seen}<ul>${answers.map(({ kind, name, reason, records }) => html`<li><code>${name}</code>: ${kind === 'records' ? `${records} TXT ${records === 1 ? 'record' : 'records'}` : `${kind} (${reason})`}</li>`)}</ul></li>`)}</ul></details>
</section>`;
}

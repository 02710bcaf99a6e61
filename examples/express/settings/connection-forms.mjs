import { connectionInputFromMetadata, fetchFederationMetadata, parseFederationMetadata } from 'claimgate';
import { optionsOf } from './options.mjs';
import { isStale, ownProblem, problemOf } from './problems.mjs';
import { done, showSingleSignOn, staleProblem } from './show-single-sign-on.mjs';

/**
 * What was brought back from Entra: two addresses and the certificate. Each part that is right is kept, so that nobody
 * chooses the file again because of an address.
 */
export async function saveConnection({ access, ...others }, req, res) {
  const parts = { access, ...others };
  const { form, session } = req;
  const { email, organizationId } = session.member;
  const id = form.text('connection');
  const [issuerUrl, signInUrl] = ['issuerUrl', 'signInUrl'].map((name) => form.text(name));
  const problems = [];
  const changed = await access.connections.change(
    organizationId,
    id,
    { settings: { issuerUrl, signInUrl }, expectedRevision: form.number('revision') },
    email,
  );
  if (!changed.ok) problems.push(problemOf(changed.error));
  let certificateText = form.text('certificateText');
  if (!problems.some((problem) => isStale(problem) || problem.code === 'connection_record_unknown')) {
    const refused = await addUploads(access.connections, req, id);
    problems.push(...refused);
    if (!refused.some(({ subject }) => subject === null)) certificateText = '';
  }
  if (problems.length === 0) return done(res, 'saved');
  showSingleSignOn(parts, req, res, { problems, typed: { issuerUrl, signInUrl, certificateText } });
}

/** The chosen files and the pasted text, each by itself. Gives what was refused. */
async function addUploads(connections, { form, session }, id) {
  const { email, organizationId } = session.member;
  const pasted = form.text('certificateText').trim();
  const uploads = [
    ...(await form.files('certificates')),
    ...(pasted === '' ? [] : [{ name: null, bytes: pasted }]),
  ];
  const problems = [];
  for (const { bytes, name } of uploads) {
    const added = await connections.addCertificates(organizationId, id, bytes, { fileName: name }, email);
    if (!added.ok) problems.push(problemOf(added.error, { field: 'certificates', subject: name }));
  }
  return problems;
}

/** The other way: everything from “App Federation Metadata Url”, or from the downloaded “Federation Metadata XML”. */
export async function importMetadata(parts, req, res) {
  const { connections } = parts.access;
  const { email, organizationId } = req.session.member;
  const id = req.form.text('connection');
  const metadataUrl = req.form.text('metadataUrl').trim();
  const refused = (problem) =>
    showSingleSignOn(parts, req, res, { problems: [problem], typed: { metadataUrl } });
  const found = await connections.get(organizationId, id);
  if (!found.ok) return refused(problemOf(found.error));
  const stale = staleProblem(found.value, req);
  if (stale !== null) return refused(stale);
  const read = await readMetadata(parts, req, metadataUrl);
  if (read.problem !== undefined) return refused(read.problem);
  const input = connectionInputFromMetadata(read.metadata);
  const imported = await connections.importMetadata(organizationId, id, input, email);
  if (!imported.ok) return refused(problemOf(imported.error, { field: 'metadataUrl' }));
  if (read.url !== null) {
    const settings = { metadataUrl: read.url };
    const kept = await connections.change(organizationId, id, { settings }, email);
    if (!kept.ok) return refused(problemOf(kept.error));
  }
  done(res, 'imported');
}

async function readMetadata({ tenants }, { form, session }, metadataUrl) {
  const [file] = await form.files('metadataFile');
  if (file !== undefined) {
    const parsed = parseFederationMetadata(file.bytes);
    if (parsed.ok) return { metadata: parsed.value, url: null };
    return { problem: problemOf(parsed.error, { field: 'metadataFile', subject: file.name }) };
  }
  if (metadataUrl === '') {
    return {
      problem: ownProblem(
        'metadataUrl',
        'Neither an address nor a file was given.',
        'Copy “App Federation Metadata Url” from SAML Certificates in Entra, or choose the downloaded file.',
      ),
    };
  }
  // Of this machine nothing but the organisation’s own test tenant is fetched.
  const ownTenant = tenants[session.member.organizationId]?.url;
  const isTestTenant = ownTenant !== undefined && metadataUrl.startsWith(`${ownTenant}/`);
  const fetched = await fetchFederationMetadata(metadataUrl, { dangerouslyAllowLoopback: isTestTenant });
  if (!fetched.ok) return { problem: problemOf(fetched.error, { field: 'metadataUrl' }) };
  return fetched.value;
}

const USES = {
  promote: 'promoteCertificate',
  retire: 'retireCertificate',
  remove: 'removeCertificate',
};

/** Retires, takes up again or removes one certificate. */
export async function useCertificate(parts, req, res) {
  const { form, session } = req;
  const { email, organizationId } = session.member;
  const what = form.text('what');
  if (!Object.hasOwn(USES, what)) return done(res, 'saved');
  const id = form.text('connection');
  const used = await parts.access.connections[USES[what]](organizationId, id, form.text('thumbprint'), email);
  if (used.ok) return done(res, `certificate-${what}d`);
  showSingleSignOn(parts, req, res, { problems: [problemOf(used.error, { field: null })] });
}

/** The options beyond what every connection needs. */
export async function saveOptions(parts, req, res) {
  const { form, session } = req;
  const { email, organizationId } = session.member;
  const { settings, typed } = optionsOf(form);
  const changed = await parts.access.connections.change(
    organizationId,
    form.text('connection'),
    { settings, expectedRevision: form.number('revision') },
    email,
  );
  if (changed.ok) return done(res, 'saved');
  showSingleSignOn(parts, req, res, { problems: [problemOf(changed.error)], typed });
}

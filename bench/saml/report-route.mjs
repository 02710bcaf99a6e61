import { LOGINS_A_SECOND } from './acs.mjs';
import { short } from './aims.mjs';

export function routeTable({
  perSecond,
  processorMs,
  p50,
  p99,
  latency,
  throughputRatio,
  processorRatio,
  p99Ratio,
}) {
  const row = (what, values, ratio) =>
    `| ${what} | ${cell(values.claimgate)} | ${cell(values['node-saml'])} | ${ratio ? cell(ratio) : ''} |`;
  return `Two Express servers, each a process of its own, stores in memory; the load comes from another process over loopback. Each
login answers a request of its own, started before, with an assertion of its own, signed before. Median and quartiles of the
rounds. First eight connections that never pause, then ${LOGINS_A_SECOND} logins a second, whoever is ready.

| | claimgate | node-saml | ratio |
| --- | --- | --- | --- |
${row('logins a second (claimgate by node-saml)', perSecond, throughputRatio)}
${row('processor time of the server, ms a login (node-saml by claimgate)', processorMs, processorRatio)}
${row('steady: event-loop delay, p50 ms', p50)}
${row('steady: event-loop delay, p99 ms (claimgate by node-saml)', p99, p99Ratio)}
${row('steady: until the answer, p99 ms', latency)}

Event-loop delay is what \`monitorEventLoopDelay\` says with a resolution of 1 ms, which is in it.`;
}

function cell({ median, low, high }) {
  return `${short(median)} (${short(low)}–${short(high)})`;
}

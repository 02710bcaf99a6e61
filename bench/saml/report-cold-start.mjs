import { short } from './aims.mjs';

const STEPS = { configure: 'load and configure', first: 'first accepted response' };

export function coldStartTables(coldStart) {
  const rows = coldStart.flatMap(({ system, step, ...clocks }) =>
    Object.entries(clocks).map(([clock, { ours, theirs, part }]) => {
      const what = `${system}, ${STEPS[step]}${clock === 'elapsed' ? ', elapsed' : ''}`;
      return `| ${what} | ${cell(ours)} | ${cell(theirs)} | ${cell(part)} |`;
    }),
  );
  return `Fresh processes in random order: milliseconds from nothing to a parsed connection (with node-saml: an instance of \`SAML\`),
and from there to the first accepted response of variant a. Processor time, and elapsed; median and quartiles.

| | claimgate | node-saml | part of node-saml’s |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}

function cell({ median, low, high }) {
  return `${short(median)} (${short(low)}–${short(high)})`;
}

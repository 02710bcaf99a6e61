import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import packet, { type Answer, type Packet } from 'dns-packet';

/** What the server does with a question. */
export type Behaviour =
  /** Records of a name, each TXT as its character-strings. */
  | { readonly txt: readonly (readonly string[])[] }
  | { readonly cname: string }
  | { readonly rcode: 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR' | 'NOERROR' }
  | { readonly silent: true }
  /** Truncated over UDP, with these records over TCP, or no TCP at all. */
  | { readonly truncated: readonly (readonly string[])[] | null }
  /** An answer under another transaction id, then nothing. */
  | { readonly wrongId: readonly (readonly string[])[] }
  /** Octets that are no message. */
  | { readonly garbage: true };

export interface DnsServer {
  /** As for `dns.setServers`. */
  readonly address: string;
  /** Every question that arrived, as `TXT name`. */
  readonly questions: string[];
  /** By name in lower case; `*.name` answers for every name below it. What is not known is NXDOMAIN. */
  readonly zone: Map<string, Behaviour>;
  /** Names with an SOA record. */
  readonly soa: Set<string>;
  /** Those of them whose SOA record names the root as the primary server. */
  readonly hidden: Set<string>;
  close(): Promise<void>;
}

// dns-packet has the response code in the lower bits of the flags; its types do not say so.
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** A name server on a loopback address, over UDP and TCP at one port, that does what the test says. */
export async function startDnsServer(): Promise<DnsServer> {
  const zone = new Map<string, Behaviour>();
  const soa = new Set<string>();
  const hidden = new Set<string>();
  const questions: string[] = [];
  const tcp = createServer();
  const udp = createSocket('udp4');
  const port = await listen(tcp, udp);
  udp.on('message', (message, { address, port: to }) => {
    const question = packet.decode(message);
    for (const reply of answer(question, false)) udp.send(reply, to, address);
  });
  tcp.on('connection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      const question = packet.streamDecode(data);
      if (question === null) return;
      for (const reply of answer(question, true)) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        socket.write(Buffer.concat([length, reply]));
      }
      socket.end();
    });
  });

  function answer(query: Packet, overTcp: boolean): readonly Buffer[] {
    const [question] = query.questions ?? [];
    if (question === undefined) return [];
    const name = question.name.toLowerCase();
    questions.push(`${question.type} ${name}${overTcp ? ' over TCP' : ''}`);
    const reply = (members: Partial<Packet>, rcode: number = RCODES.NOERROR, id = query.id ?? 0): Buffer =>
      packet.encode({
        type: 'response',
        id,
        flags: packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | rcode,
        questions: [question],
        answers: [],
        ...members,
      });
    const txt = (records: readonly (readonly string[])[], owner = question.name): Answer[] =>
      records.map((strings) => ({ type: 'TXT', name: owner, ttl: 60, data: [...strings] }));
    if (question.type === 'SOA') {
      const primary = hidden.has(name) ? '.' : `ns1.${name}`;
      return [soa.has(name) ? reply({ answers: [soaOf(question.name, primary)] }) : reply({})];
    }
    const behaviour = find(name);
    if (behaviour === undefined) return [reply({}, RCODES.NXDOMAIN)];
    if ('txt' in behaviour) return [reply({ answers: txt(behaviour.txt) })];
    if ('rcode' in behaviour) return [reply({}, RCODES[behaviour.rcode])];
    if ('garbage' in behaviour) return [Buffer.from('no message at all')];
    if ('silent' in behaviour) return [];
    if ('wrongId' in behaviour) {
      return [reply({ answers: txt(behaviour.wrongId) }, 0, ((query.id ?? 0) + 1) & 0xffff)];
    }
    if ('truncated' in behaviour) {
      const cut = packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | packet.TRUNCATED_RESPONSE;
      if (!overTcp) return [reply({ flags: cut })];
      return behaviour.truncated === null ? [] : [reply({ answers: txt(behaviour.truncated) })];
    }
    return [chain(question.name, behaviour.cname, reply, txt)];
  }

  function chain(
    from: string,
    to: string,
    reply: (members: Partial<Packet>, rcode?: number) => Buffer,
    txt: (records: readonly (readonly string[])[], owner: string) => Answer[],
  ): Buffer {
    const answers: Answer[] = [{ type: 'CNAME', name: from, ttl: 60, data: to }];
    let end = find(to);
    for (let name = to; end !== undefined && 'cname' in end && answers.length < 10; end = find(name)) {
      answers.push({ type: 'CNAME', name, ttl: 60, data: end.cname });
      name = end.cname;
    }
    if (end === undefined) return reply({ answers }, RCODES.NXDOMAIN);
    const last = answers.at(-1);
    const owner = last?.type === 'CNAME' ? last.data : to;
    return reply({ answers: 'txt' in end ? [...answers, ...txt(end.txt, owner)] : answers });
  }

  function find(name: string): Behaviour | undefined {
    const wildcard = `*.${name.split('.').slice(1).join('.')}`;
    return zone.get(name) ?? zone.get(wildcard);
  }

  return {
    address: `127.0.0.1:${port}`,
    questions,
    zone,
    soa,
    hidden,
    async close() {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
    },
  };
}

function soaOf(name: string, mname: string): Answer {
  const data = {
    mname,
    rname: `hostmaster.${name}`,
    serial: 1,
    refresh: 3_600,
    retry: 600,
    expire: 86_400,
    minimum: 300,
  };
  return { type: 'SOA', name, ttl: 60, data };
}

async function listen(tcp: Server, udp: Socket): Promise<number> {
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const address = tcp.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise<void>((resolve) => udp.bind(address.port, '127.0.0.1', resolve));
  return address.port;
}

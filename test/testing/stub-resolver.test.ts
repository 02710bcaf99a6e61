import { describe, expect, it } from 'vitest';
import { stubResolver } from '../../src/testing/index.js';

const { signal } = new AbortController();

describe('stubResolver', () => {
  it('knows what it was told, in any letter case', async () => {
    const stub = stubResolver();
    stub.set('Contoso.com.', 'a', 'b');
    expect(await stub.resolveTxt('contoso.COM', signal)).toEqual({ kind: 'records', records: ['a', 'b'] });
    expect(await stub.resolveTxt('www.contoso.com', signal)).toEqual({ kind: 'absent', reason: 'NXDOMAIN' });
  });

  it('can have a name without records, and one that fails', async () => {
    const stub = stubResolver('made up');
    stub.set('empty.example');
    stub.fail('broken.example', 'SERVFAIL');
    expect(await stub.resolveTxt('empty.example', signal)).toEqual({ kind: 'absent', reason: 'NODATA' });
    expect(await stub.resolveTxt('broken.example', signal)).toEqual({
      kind: 'inconclusive',
      reason: 'SERVFAIL',
    });
    expect(stub.name).toBe('made up');
  });

  it('forgets one name or all', async () => {
    const stub = stubResolver();
    for (const name of ['a.example', 'b.example']) stub.set(name, 'record');
    stub.clear('A.example');
    expect(await stub.resolveTxt('a.example', signal)).toMatchObject({ kind: 'absent' });
    expect(await stub.resolveTxt('b.example', signal)).toMatchObject({ kind: 'records' });
    stub.clear();
    expect(await stub.resolveTxt('b.example', signal)).toMatchObject({ kind: 'absent' });
  });
});

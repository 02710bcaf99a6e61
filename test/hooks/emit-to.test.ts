import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emitTo } from '../../src/hooks/emit-to.js';

describe('the listener of the application', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('gets the event', () => {
    const seen: unknown[] = [];
    emitTo((event) => seen.push(event), { type: 'a', at: 1 });
    expect(seen).toEqual([{ type: 'a', at: 1 }]);
  });

  it('may be absent', () => {
    expect(() => emitTo(undefined, { type: 'a' })).not.toThrow();
  });

  it('may throw', () => {
    const fail = (): never => {
      throw new Error('of the application');
    };
    expect(() => emitTo(fail, { type: 'a' })).not.toThrow();
  });

  it('may reject, which ends no process', async () => {
    emitTo(() => Promise.reject(new Error('of the application')), { type: 'a' });
    emitTo(
      async () => {
        throw new Error('of the application');
      },
      { type: 'a' },
    );
    await turn();
    expect(unhandled).toEqual([]);
  });

  it('changes nothing of what the caller holds', () => {
    const event = { type: 'a' };
    emitTo((given) => {
      Object.assign(given, { type: 'b' });
    }, event);
    event.type += '!';
    expect(event).toEqual({ type: 'a!' });
  });
});

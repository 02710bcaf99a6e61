import type { RedisCommands } from '../../../src/stores/redis/index.js';

export interface SentCommand {
  readonly key: string;
  readonly args: readonly string[];
}

/** A client that keeps what is sent and gives the answers in turn, the last one again and again. */
export function recordingClient(...answers: readonly unknown[]): RedisCommands & { sent: SentCommand[] } {
  const sent: SentCommand[] = [];
  return {
    sent,
    async command(key, args) {
      sent.push({ key, args });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

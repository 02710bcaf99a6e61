/** A client of Redis, or null without a URL. Commands fail at once while Redis is away, and it reconnects by itself. */
export async function openRedis(url) {
  if (url === undefined) return null;
  const { createClient } = await import('redis');
  const client = createClient({ url, disableOfflineQueue: true });
  client.on('error', (error) => console.error(`Redis: ${error.message}`));
  await client.connect();
  return client;
}

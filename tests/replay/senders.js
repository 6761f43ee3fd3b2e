// How the clients of Redis send one command, as the guide says.

/**
 * @param {string} client
 * @param {string} url
 * @returns {Promise<{ send: (command: string[]) => Promise<unknown>, close: () => Promise<unknown> }>}
 */
export async function senderFor(client, url) {
  if (client === 'ioredis') {
    const { Redis } = await import('ioredis')
    const redis = new Redis(url)
    redis.on('error', () => {}) // it connects anew
    return { send: ([name, ...rest]) => redis.call(name, ...rest), close: async () => redis.disconnect() }
  }
  const { createClient } = await import('redis')
  const redis = createClient({ url })
  redis.on('error', () => {}) // it connects anew
  await redis.connect()
  return { send: (command) => redis.sendCommand(command), close: async () => redis.destroy() }
}

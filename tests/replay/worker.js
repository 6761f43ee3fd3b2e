// One of several processes whose guards share a Redis. It answers each request of its parent with a status and a reason.
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { redisReplayStore } from 'assay-jwt/stores'
import { senderFor } from './senders.js'

const { redis, client, options, onStoreFailure } = JSON.parse(process.argv[2])
const { send, close } = await senderFor(client, redis)
const replayStore = redisReplayStore(send, { timeout: 1000 })
const api = guard(createVerifier({ ...options, dpop: { replayStore, onStoreFailure } }))(() => new Response('in'))

process.on('message', async (/** @type {any} */ { id, url, headers }) => {
  if (url === undefined) return void close().then(() => process.disconnect())
  const response = await api(new Request(url, { headers }))
  const reason = response.status === 200 ? '' : (await response.json()).reason
  process.send?.({ id, status: response.status, reason })
})
process.send?.({ ready: true })

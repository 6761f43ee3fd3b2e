// RFC 9449 §11.1 over four processes that share a real Redis: of two requests with one proof exactly one is let in.
// ASSAY_REPLAYS=100000 sends so many proofs.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import { startFleet } from './fleet.js'
import { startRedis } from './redis-server.js'

const url = 'https://api.test/report'
const all = Number(process.env.ASSAY_REPLAYS ?? 5000)
const atOnce = 200
/** @type {import('./redis-server.js').RedisServer} */
let redis
/** @type {import('assay-jwt/testing').DpopClient} */
let client
/** @type {any} */
let options
let token = ''

before(async () => {
  redis = await startRedis()
  const server = await testIssuer({ alg: 'ES256' })
  client = await server.dpopClient()
  token = await client.token({ exp: Math.floor(Date.now() / 1000) + 7200 })
  const { issuer, audience, algorithms } = server.options
  options = { issuer, audience, algorithms, jwks: server.jwks }
})
after(() => redis.stop())

const headers = () => client.headers({ url, token })

for (const [name, count] of /** @type {const} */ ([
  ['node-redis', all],
  ['ioredis', 500]
])) {
  test(`${name}: ${count} proofs, each sent twice to processes at random: one acceptance each`, async () => {
    const fleet = await startFleet(4, { redis: redis.url, client: name, options })
    try {
      /** @type {{ [outcome: string]: number }} */
      const outcomes = {}
      for (let done = 0; done < count; done += atOnce) {
        const batch = Array.from({ length: Math.min(atOnce, count - done) }, async () => {
          const sent = await headers()
          const both = await Promise.all([1, 2].map(() => fleet.ask(randomInt(4), url, sent)))
          const outcome = both
            .map(({ status, reason }) => `${status} ${reason}`)
            .sort()
            .join(', ')
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        })
        await Promise.all(batch)
      }
      assert.deepEqual(outcomes, { '200 , 401 proof_replayed': count })
    } finally {
      await fleet.close()
    }
  })

  test(`${name}: while Redis is down a proof is refused with 503, or accepted where that is said; then all is well`, async () => {
    const [strict, lenient] = await Promise.all(
      ['refuse', 'accept'].map((onStoreFailure) =>
        startFleet(1, { redis: redis.url, client: name, options, onStoreFailure })
      )
    )
    try {
      assert.equal((await strict.ask(0, url, await headers())).status, 200)
      await redis.stop()
      const said = await strict.ask(0, url, await headers())
      assert.deepEqual(said, { status: 503, reason: 'replay_store_failed' })
      assert.equal((await lenient.ask(0, url, await headers())).status, 200)
      await redis.start()
      for (const fleet of [strict, lenient]) {
        let sent = await headers()
        // Clients connect anew in their own time.
        while ((await fleet.ask(0, url, sent)).status === 503) sent = await headers()
        for (;;) {
          sent = await headers()
          await fleet.ask(0, url, sent)
          if ((await fleet.ask(0, url, sent)).reason === 'proof_replayed') break
        }
      }
    } finally {
      await Promise.all([strict.close(), lenient.close()])
    }
  })
}

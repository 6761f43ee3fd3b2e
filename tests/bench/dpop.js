// What DPoP costs (RFC 9449): guarded requests with and without proofs, in turns. `node tests/bench/dpop.js [rounds]`
// prints a table: µs of processor time for each request, which other work on the machine disturbs less than the clock's;
// medians of the rounds, and of the rounds' own ratios.
import { createPublicKey, verify } from 'node:crypto'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { memoryReplayStore } from 'assay-jwt/stores'
import { testIssuer } from 'assay-jwt/testing'

const rounds = Number(process.argv[2] ?? 15)
const perRound = 200
const url = 'https://api.test/report'
const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1]

const BEARER = 'bearer, new tokens'
const OWN = 'crypto.verify of a proof, its key ready'

/** @param {() => Promise<unknown>} work @returns {Promise<number>} µs for each of `perRound` */
async function timed(work) {
  const begin = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / perRound
}

/** @param {'ES256' | 'RS256'} alg of tokens; proofs are ES256 @returns {Promise<[string, string][]>} */
async function measure(alg) {
  const server = await testIssuer({ alg })
  const options = { ...server.options, jwks: server.jwks }
  const bearer = guard(createVerifier(options))(() => new Response('in'))
  const replayStore = memoryReplayStore({ maxEntries: 10_000_000 })
  const dpop = guard(createVerifier({ ...options, dpop: { replayStore, maxAge: 600 } }))(() => new Response('in'))
  const client = await server.dpopClient()
  const repeated = await client.token()
  let made = 0
  const each = (/** @type {(at: number) => Promise<any>} */ make) =>
    Promise.all(Array.from({ length: perRound }, (_, at) => make(at)))
  const requestOf = (/** @type {any} */ headers) => new Request(url, { headers })
  const bearerRequest = async (/** @type {string} */ token) => requestOf({ authorization: `Bearer ${token}` })
  const freshToken = (/** @type {any} */ of = client) => of.token({ jti: String(++made) })
  const dpopRequest = async (/** @type {any} */ of, /** @type {string} */ token) =>
    requestOf(await of.headers({ url, token }))
  const free = await server.token({ jti: 'repeated' })
  const signaturesBy = (/** @type {() => any} */ clientOf) =>
    each(async () => {
      const own = await clientOf()
      const [header, claims, signature] = (await own.proof({ url, token: repeated })).split('.')
      return { jwk: own.jwk, input: Buffer.from(`${header}.${claims}`), signature: Buffer.from(signature, 'base64url') }
    })
  /** @type {{ [name: string]: { api: any, make: () => Promise<any> } }} */
  const cases = {
    [BEARER]: { api: bearer, make: async () => bearerRequest(await server.token({ jti: String(++made) })) },
    'DPoP, new tokens, a known key': { api: dpop, make: async () => dpopRequest(client, await freshToken()) },
    'DPoP, new tokens, each by a new key': {
      api: dpop,
      make: async () => {
        const own = await server.dpopClient()
        return dpopRequest(own, await freshToken(own))
      }
    },
    'bearer, one token': { api: bearer, make: () => bearerRequest(free) },
    'DPoP, one token, a known key': { api: dpop, make: () => dpopRequest(client, repeated) }
  }
  /** @type {{ [name: string]: number[] }} */
  const times = {}
  for (let round = -3; round < rounds; round += 1) {
    for (const [name, { api, make }] of Object.entries(cases)) {
      const requests = await each(make)
      const time = await timed(async () => {
        for (const request of requests) {
          const { status } = await api(request)
          if (status !== 200) throw new Error(`${name}: ${status}`)
        }
      })
      if (round >= 0) (times[name] ??= []).push(time)
    }
    for (const [name, signatures] of Object.entries({
      [OWN]: await signaturesBy(() => client),
      'crypto.verify of a proof, each by a new key': await signaturesBy(() => server.dpopClient())
    })) {
      const known = name === OWN ? createPublicKey({ key: signatures[0].jwk, format: 'jwk' }) : undefined
      const time = await timed(async () => {
        for (const { jwk, input, signature } of signatures) {
          const key = known ?? createPublicKey({ key: jwk, format: 'jwk' })
          if (!verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature)) throw new Error('refused')
        }
      })
      if (round >= 0) (times[name] ??= []).push(time)
    }
  }
  // What a proof adds to a request: all of it, its token's binding and the replay store included.
  const added = (/** @type {string} */ name) =>
    name.startsWith('DPoP, new tokens')
      ? median(times[name].map((time, at) => (time - times[BEARER][at]) / times[OWN][at])).toFixed(2)
      : ''
  const ratio = (/** @type {string} */ name, /** @type {string} */ to) =>
    median(times[name].map((time, at) => time / times[to][at])).toFixed(2)
  return Object.entries(times).map(([name, all]) => {
    const to = name.includes('one token') ? 'bearer, one token' : BEARER
    return [`${alg}: ${name}`, `${median(all).toFixed(1)} | ${ratio(name, to)} | ${added(name)}`]
  })
}

console.log('| tokens and proofs | µs | of bearer | a proof, of crypto.verify |\n| --- | --- | --- | --- |')
for (const alg of /** @type {const} */ (['ES256', 'RS256'])) {
  for (const cells of await measure(alg)) console.log(`| ${cells.join(' | ')} |`)
}

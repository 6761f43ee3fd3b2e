// audience: null without claims is said aloud, once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi({ now: () => now })

/** What a verifier of these options says on the console, and in its events. */
async function saidBy(options, iss) {
  const lines = []
  const { warn } = console
  console.warn = (...line) => lines.push(line.join(' '))
  try {
    const verifier = createVerifier(options)
    await verifier.verify(token({ claims: { iss } })).catch(() => {})
    verifier.dispose()
  } finally {
    console.warn = warn
  }
  return lines
}

test('audience: null without claims is said on the console, once, with what to write', async () => {
  const lines = await saidBy(goodOptions({ audience: null }))
  assert.equal(lines.length, 1)
  assert.match(lines[0], /^assay-jwt: .*audience: null.*any other service.*claims: \{/)
})

test('an event says it instead, where there is onEvent', async () => {
  const events = []
  const options = goodOptions({ audience: null, onEvent: (event) => events.push(event) })
  assert.deepEqual(await saidBy(options), [])
  const [{ message, ...event }] = events
  assert.equal(events.length, 1)
  assert.deepEqual(event, { type: 'audience_unchecked', issuer: options.issuer, time: now })
  assert.match(message, /audience: null/)
})

test('an audience is no reason to warn', async () => {
  assert.deepEqual(await saidBy(goodOptions()), [])
})

test('claims are no reason to warn either', async () => {
  assert.deepEqual(await saidBy(goodOptions({ audience: null, claims: { client_id: 'web' } })), [])
})

test('of several issuers it is said once', async () => {
  const { jwks } = goodOptions()
  const issuers = ['https://a.example/', 'https://b.example/'].map((issuer) => ({ issuer, jwks }))
  assert.equal((await saidBy({ audience: null, issuers }, 'https://b.example/')).length, 1)
  const oneOfThem = [issuers[0], { ...issuers[1], audience: null }]
  assert.equal((await saidBy({ audience: 'a', issuers: oneOfThem }, 'https://b.example/')).length, 1)
})

test('of a function issuers it is said at once, or with the first answer that has it', async () => {
  const { jwks } = goodOptions()
  assert.equal((await saidBy({ audience: null, issuers: () => ({ jwks }) }, 'https://b.example/')).length, 1)
  assert.equal((await saidBy({ issuers: () => ({ jwks, audience: null }) }, 'https://b.example/')).length, 1)
  assert.equal((await saidBy({ issuers: () => ({ jwks, audience: 'a' }) }, 'https://b.example/')).length, 0)
})

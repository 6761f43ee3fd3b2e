// No wait of the key layer may spin: while it waits, the event loop turns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, invalidToken, keysUnavailable, rejection } from '../support/expect.js'
import { remoteFixture, setOf, until } from '../support/remote.js'
import { issuer, now, publicJwk, token } from '../support/tokens.js'

const fixture = remoteFixture()
const rotated = token({ key: 'other' })

/** A store with a stale, still usable set of the fixture's URL. */
function staleStore() {
  const text = JSON.stringify({ keys: [publicJwk()] })
  const entry = { v: 1, issuer, url: `${fixture.server.url}/jwks`, fetchedAt: now - 3600, maxAge: 600, text }
  return { get: async () => JSON.stringify(entry), put: async () => {} }
}

/** The endpoint answers once the event loop has turned that often: one that stands still never sees an answer. */
const afterTurns = (answer, turns = 50) => {
  const next = (request, response, left) =>
    left === 0 ? answer(request, response) : setImmediate(() => next(request, response, left - 1))
  return (request, response) => next(request, response, turns)
}

for (const sharesPromises of [true, false]) {
  const where = sharesPromises ? 'where promises are shared' : 'on Workers'

  test(`ATTACKS 22: a key id that a stale set of the store lacks waits for the fetch, ${where}`, async () => {
    fixture.server.answerWith(afterTurns(setOf('good')))
    const verifier = fixture.remote({ store: staleStore() }, { sharesPromises })
    const unsigned = `${rotated.slice(0, rotated.lastIndexOf('.'))}.`
    assertError(await rejection(verifier.verify(unsigned)), invalidToken('key_not_found'))
    assert.equal(fixture.fetches(), 1)
  })

  test(`ATTACKS 22: a genuine token after a rotation is accepted there, ${where}`, async () => {
    fixture.server.answerWith(afterTurns(setOf('good', 'other')))
    const verifier = fixture.remote({ store: staleStore() }, { sharesPromises })
    const tokens = await Promise.all([verifier.verify(rotated), verifier.verify(rotated), verifier.verify(token())])
    assert.deepEqual(
      tokens.map(({ header }) => header.kid),
      ['other', 'other', 'good']
    )
    assert.equal((await verifier.explain(rotated)).valid, true)
    assert.equal(fixture.fetches(), 1)
  })

  test(`who looks up while a refresh fails is told of the outage, ${where}`, async () => {
    fixture.server.answerWith(afterTurns((_request, response) => response.writeHead(500).end()))
    const verifier = fixture.remote({ store: staleStore() }, { sharesPromises })
    const errors = await Promise.all([rejection(verifier.verify(rotated)), rejection(verifier.verify(rotated))])
    for (const error of errors) assertError(error, keysUnavailable('jwks_status'))
    await verifier.verify(token())
  })

  test(`dispose() ends every wait, ${where}`, async () => {
    fixture.server.answerWith(() => {})
    const verifier = fixture.remote({ store: staleStore(), jwksCache: { timeout: 0.1 } }, { sharesPromises })
    const waiting = [verifier.verify(rotated), verifier.verify(rotated), verifier.verify(rotated)].map(rejection)
    // Else the request arrives late and counts for the next test.
    await until(() => fixture.fetches() > 0)
    verifier.dispose()
    for (const error of await Promise.all(waiting)) {
      assertError(error, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
    }
  })
}

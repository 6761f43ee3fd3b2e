import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seenSessions, signedSessions } from '../../../js/mcp/sessions.js'
import { assertError, caught } from '../support/expect.js'

const mismatch = { code: 'REQUEST_INVALID', reason: 'session_mismatch', status: 404 }
const secret = new Uint8Array(32).fill(7)
const someone = (/** @type {any} */ members = {}) =>
  /** @type {any} */ ({ issuer: 'i', subject: 's', claims: {}, ...members })

describe('what a process has seen', () => {
  test('a session is for issuer and subject, whatever else is in the token', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone({ clientId: 'a' }), true)
    assert.equal(sessions.open('s', someone({ clientId: 'b', scopes: [] })), 's')
    for (const stranger of [{ subject: 't' }, { issuer: 'j' }, { subject: undefined }, { subject: '' }]) {
      assertError(
        caught(() => sessions.open('s', someone(stranger))),
        mismatch
      )
    }
    assertError(
      caught(() => sessions.open('s', undefined)),
      mismatch
    )
  })

  test('of tokens without a subject, it is the client’s', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone({ subject: undefined, clientId: 'a' }), true)
    assert.equal(sessions.open('s', someone({ subject: undefined, clientId: 'a' })), 's')
    for (const stranger of [{ clientId: 'b' }, {}, { clientId: 'a', subject: 'a' }]) {
      assertError(
        caught(() => sessions.open('s', someone({ subject: undefined, ...stranger }))),
        mismatch
      )
    }
  })

  test('of tokens without subject and client, it is for the same claims, but for the times: renewed tokens go on', async () => {
    const nameless = (/** @type {any} */ claims) => someone({ subject: undefined, claims })
    const own = { iss: 'i', common_name: 'a.access', aud: ['x'], iat: 1, nbf: 1, exp: 2 }
    const renewed = { exp: 9, nbf: 8, iat: 8, aud: ['x'], common_name: 'a.access', iss: 'i' }
    const strangers = [{ ...own, common_name: 'b.access' }, { ...own, jti: 'j' }, { iss: 'i' }, {}]
    for (const subject of [undefined, '']) {
      const sessions = seenSessions()
      const signed = signedSessions(secret)
      sessions.seal('s', { ...nameless(own), subject }, true)
      const id = await signed.seal('s', { ...nameless(own), subject }, true)
      assert.equal(sessions.open('s', { ...nameless(renewed), subject }), 's')
      assert.equal(await signed.open(id, { ...nameless(renewed), subject }), 's')
      for (const claims of strangers) {
        const stranger = { ...nameless(claims), subject }
        assertError(
          caught(() => sessions.open('s', stranger)),
          mismatch
        )
        assertError(await Promise.resolve(signed.open(id, stranger)).catch((error) => error), mismatch)
      }
    }
  })

  test('an id that it has not seen is left to the server, with a token; without one it is refused', () => {
    const sessions = seenSessions()
    sessions.seal('not begun', someone(), false)
    for (const id of ['unknown', 'not_begun']) {
      assert.equal(sessions.open(id, someone({ subject: 'any' })), id)
      assertError(
        caught(() => sessions.open(id, undefined)),
        mismatch
      )
    }
  })

  test('what began without a token is for all without one, until a token comes: from then on it is that one’s', () => {
    const sessions = seenSessions()
    sessions.seal('s', undefined, true)
    for (const token of [undefined, undefined, someone(), someone()]) {
      assert.equal(sessions.open('s', token), 's')
      sessions.adopt('s', token)
    }
    for (const token of [undefined, someone({ subject: 't' })]) {
      assertError(
        caught(() => sessions.open('s', token)),
        mismatch
      )
    }
  })

  test('ATTACK: a server that repeats an id gives nobody another’s session', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone(), true)
    sessions.seal('s', someone({ subject: 't' }), true)
    assert.equal(sessions.open('s', someone()), 's')
  })

  test('ATTACK: two headers, white space and other characters name no session', () => {
    const sessions = seenSessions()
    for (const id of ['', 's, t', 's\t', 'ü', 's\u007f']) {
      assertError(
        caught(() => sessions.open(id, someone())),
        mismatch
      )
    }
  })

  test('it is bounded: beyond that, what was used longest ago is left to the server', () => {
    const sessions = seenSessions(2)
    for (const id of ['a', 'b']) sessions.seal(id, someone(), true)
    sessions.adopt('a', someone())
    sessions.seal('c', someone(), true)
    const stranger = someone({ subject: 't' })
    for (const id of ['a', 'c']) {
      assertError(
        caught(() => sessions.open(id, stranger)),
        mismatch
      )
    }
    assert.equal(sessions.open('b', stranger), 'b')
  })

  test('ATTACK: sessions without a token push out none that has an owner, also when a token takes one over', () => {
    const sessions = seenSessions(2)
    sessions.seal('own', someone(), true)
    for (const id of ['a', 'b', 'c']) sessions.seal(id, undefined, true)
    sessions.adopt('c', someone())
    for (const id of ['d', 'e', 'f']) sessions.seal(id, undefined, true)
    for (const id of ['own', 'c']) {
      for (const token of [undefined, someone({ subject: 't' })]) {
        assertError(
          caught(() => sessions.open(id, token)),
          mismatch
        )
      }
    }
    assert.equal(sessions.open('f', undefined), 'f')
    assertError(
      caught(() => sessions.open('d', undefined)),
      mismatch
    )
  })

  test('ATTACK: of two that were let into a session without a token, the second does not take it from the first', () => {
    const sessions = seenSessions()
    sessions.seal('s', undefined, true)
    for (const subject of ['s', 't']) sessions.open('s', someone({ subject }))
    sessions.adopt('s', someone())
    assertError(
      caught(() => sessions.adopt('s', someone({ subject: 't' }))),
      mismatch
    )
    assert.equal(sessions.open('s', someone()), 's')
  })

  test('a session that has ended is forgotten', () => {
    const sessions = seenSessions()
    sessions.seal('s', someone(), true)
    sessions.forget('s')
    assert.equal(sessions.open('s', someone({ subject: 't' })), 's')
  })
})

describe('signed sessions', () => {
  const refused = async (/** @type {string} */ id, /** @type {any} */ token, sessions = signedSessions(secret)) =>
    assertError(await Promise.resolve(sessions.open(id, token)).catch((error) => error), mismatch)

  test('the client’s id opens in each process that has the secret, for its owner alone', async () => {
    const id = await signedSessions(secret).seal('s.1', someone(), true)
    assert.match(id, /^s\.1\.[\w-]{43}$/)
    assert.equal(await signedSessions(secret).open(id, someone()), 's.1')
    await refused(id, someone({ subject: 't' }))
    await refused(id, undefined)
    await refused(id, someone(), signedSessions(new Uint8Array(32).fill(8)))
  })

  test('ATTACK: another id, no MAC, a part of one, one of another owner, and the server’s own id are refused', async () => {
    const id = await signedSessions(secret).seal('s', someone(), true)
    const mac = id.slice(2)
    const strangers = await signedSessions(secret).seal('s', someone({ subject: 't' }), true)
    const forged = [`t.${mac}`, 's', '', `.${mac}`, mac, id.slice(0, -1), `${id}=`, `${id}A`, `s.${id}`, strangers]
    for (const wrong of [...forged, `s.${'A'.repeat(43)}`, id.toUpperCase()]) await refused(wrong, someone())
  })

  test('what began without a token opens with one, too; the answer to that says whose it is now', async () => {
    const sessions = signedSessions(secret)
    const open = await sessions.seal('s', undefined, true)
    assert.equal(await sessions.open(open, undefined), 's')
    assert.equal(await sessions.open(open, someone()), 's')
    const own = await sessions.seal('s', someone(), false)
    await refused(own, undefined)
    await refused(own, someone({ subject: 't' }))
  })
})

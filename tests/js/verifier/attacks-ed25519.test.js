// docs/attacks.md 28: Ed25519 signatures and keys that are none. The rule: RFC 8032 §5.1.7 without the cofactor, R compared
// as bytes; neither the key nor R of small order.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ecApi } from '../support/ec-module.js'
import * as ed from '../support/edwards.js'
import { ecJwk, ecKeys, ecOptions, ecSignature, ecToken, signed, signingInput } from '../support/ec-tokens.js'
import { accepts, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { fromLittleEndian, littleEndian, mod } from '../support/numbers.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = ecApi()
const mismatch = invalidToken('signature_mismatch')
const input = signingInput('EdDSA')
const { L, p, torsion } = ed

/** @param {Uint8Array} key */
const verifierOf = (key) => createVerifier(ecOptions(ed.jwkOf(key, { kid: 'EdDSA' }), ecJwk('ES256')))

/** Whose scalar the tests know: nobody else's key could give what follows. */
const scalar = 0x1234567890abcdef1234567890abcdef1234567890abcdefn
const own = ed.multiply(scalar, ed.base)
const key = ed.encodePoint(own)
const verifier = verifierOf(key)

/** @param {bigint} y below 2^255 - p: y + p is the same number @returns {Buffer[]} y written otherwise than RFC 8032 §5.1.2 does */
const nonCanonical = (y) => [ed.encodeY(y + p), ed.encodeY(y + p, 1n)]
const smallOrder = torsion.map(ed.encodePoint)
/** The two points with x = 0 as though x were negative, and y = 0 and y = 1 plus p. */
const malformed = [ed.encodeY(1n, 1n), ed.encodeY(p - 1n, 1n), ...nonCanonical(0n), ...nonCanonical(1n)]

for (const alg of ['EdDSA', 'Ed25519']) {
  const bytes = signingInput(alg)
  const good = ecSignature(alg, ecKeys[alg], bytes)
  const [R, S] = [good.subarray(0, 32), fromLittleEndian(good.subarray(32))]
  const flip = (/** @type {number} */ bit) => {
    const changed = Buffer.from(good)
    changed[bit >> 3] ^= 1 << (bit & 7)
    return changed
  }
  const forgeries = {
    'no byte': Buffer.alloc(0),
    'all zero': Buffer.alloc(64),
    'all ones': Buffer.alloc(64, 0xff),
    'a byte less in front': good.subarray(1),
    'a byte less behind': good.subarray(0, 63),
    'a zero byte in front': Buffer.concat([Buffer.alloc(1), good]),
    'a zero byte behind': Buffer.concat([good, Buffer.alloc(1)]),
    'only R': R,
    'the signature twice': Buffer.concat([good, good]),
    'R and S in turns': Buffer.concat([good.subarray(32), R]),
    'S + L': ed.joined(R, S + L),
    'S + 2L': ed.joined(R, S + 2n * L),
    'S + 8L': ed.joined(R, S + 8n * L),
    'S = L': ed.joined(R, L),
    'S = L - 1': ed.joined(R, L - 1n),
    'S = 0': ed.joined(R, 0n),
    'the negative S': ed.joined(R, L - S),
    'the highest bit of S': flip(511),
    'the sign of R': flip(255),
    'the lowest bit of R': flip(0),
    'the lowest bit of S': flip(256),
    'S in big-endian order': Buffer.concat([R, Buffer.from(good.subarray(32)).reverse()]),
    "another's key": ecSignature(alg, ecKeys['other EdDSA'], bytes)
  }
  const all = createVerifier(ecOptions())
  test(`RFC 8037 §3.1: the ${alg} token that the forgeries are made of is good`, () =>
    accepts(all, signed(bytes, good)))
  for (const [name, signature] of Object.entries(forgeries)) {
    test(`RFC 8032 §5.1.7, ATTACKS 28: ${alg} refuses ${name}`, () => refuses(all, signed(bytes, signature), mismatch))
  }
}

test("the tests' own arithmetic signs what is accepted, with nonce 1, too", async () => {
  for (const nonce of [1n, 2n, 12345n, L - 1n]) {
    const { R, S } = ed.sign(input, { scalar, key, nonce })
    await accepts(verifier, signed(input, ed.joined(R, S)))
    await refuses(verifier, signed(input, ed.joined(R, S + L)), mismatch)
  }
})

test('RFC 8032 §5.1.7, ATTACKS 28: refuses each R of small order, also the one for which the equation holds', async () => {
  for (const R of smallOrder) {
    const { S } = ed.sign(input, { scalar, key, nonce: 0n, R })
    await refuses(verifier, signed(input, ed.joined(R, S)), mismatch)
  }
})

test('RFC 8032 §5.1.3, ATTACKS 28: refuses an R with y ≥ p, and a sign of x = 0, though they name a point', async () => {
  for (const R of malformed) {
    const { S } = ed.sign(input, { scalar, key, nonce: 0n, R })
    await refuses(verifier, signed(input, ed.joined(R, S)), mismatch)
  }
  for (let y = 2n; y < 19n; y++) {
    for (const R of nonCanonical(y)) await refuses(verifier, signed(input, ed.joined(R, 1n)), mismatch)
  }
})

test('RFC 8032 §5.1.7, ATTACKS 28: refuses an R that only the equation with the cofactor would forgive', async () => {
  for (const point of torsion.slice(1)) {
    const R = ed.encodePoint(ed.add(ed.multiply(99n, ed.base), point))
    const { S } = ed.sign(input, { scalar, key, nonce: 99n, R })
    await refuses(verifier, signed(input, ed.joined(R, S)), mismatch)
  }
})

test('RFC 8032 §5.1.7, ATTACKS 28: a key of small order verifies nothing, also what everybody can sign: key_weak', async () => {
  for (const weak of smallOrder) {
    const { R, S } = ed.sign(input, { scalar: 0n, key: weak })
    const jwt = signed(input, ed.joined(R, S))
    await refuses(verifierOf(weak), jwt, invalidToken('key_weak'))
    await refuses(createVerifier(ecOptions(ed.jwkOf(weak, { kid: 'EdDSA' }))), jwt, invalidToken('key_weak'))
  }
})

test('RFC 8032 §5.1.3, ATTACKS 28: a key with y ≥ p, or with a sign of x = 0, is none: key_material', async () => {
  const keys = [...malformed, ...Array.from({ length: 17 }, (_, index) => nonCanonical(BigInt(index + 2))).flat()]
  for (const bad of [...keys, Buffer.alloc(32, 0xff)]) {
    const { R, S } = ed.sign(input, { scalar: 0n, key: bad })
    await refuses(verifierOf(bad), signed(input, ed.joined(R, S)), invalidToken('key_material'))
  }
})

test('RFC 8032 §5.1.3, ATTACKS 28: a key that is no point of the curve is none: key_material', async () => {
  let y = 2n
  for (let found = 0; found < 5; y++) {
    if (ed.pointAt(y) !== null) continue
    found += 1
    for (const sign of [0n, 1n]) {
      await refuses(verifierOf(ed.encodeY(y, sign)), signed(input, Buffer.alloc(64, 1)), invalidToken('key_material'))
    }
  }
})

test('RFC 8032 §5.1.7, ATTACKS 28: under a key with a part of small order the equation without the cofactor decides', async () => {
  for (const point of torsion.slice(1)) {
    const mixed = ed.encodePoint(ed.add(own, point))
    const ownVerifier = verifierOf(mixed)
    const verdicts = { accepted: 0, refused: 0 }
    for (let jti = 0; verdicts.accepted < 1 || verdicts.refused < 3; jti++) {
      const bytes = signingInput('EdDSA', { claims: { jti: `${jti}` } })
      const { R, S } = ed.sign(bytes, { scalar, key: mixed })
      const k = ed.challenge(R, mixed, bytes)
      // [S]B = R + [k](A + T) only where [k]T is the neutral point.
      const holds = ed.multiply(k % 8n, point).y === 1n
      const jwt = signed(bytes, ed.joined(R, S))
      if (holds) await accepts(ownVerifier, jwt)
      else await refuses(ownVerifier, jwt, mismatch)
      verdicts[holds ? 'accepted' : 'refused'] += 1
    }
  }
})

test('ATTACKS 28: the negative key verifies nothing of it, and -S is no way out', async () => {
  const negative = ed.encodePoint({ x: mod(-own.x, p), y: own.y })
  const { R, S } = ed.sign(input, { scalar, key })
  await refuses(verifierOf(negative), signed(input, ed.joined(R, S)), mismatch)
  await refuses(verifierOf(negative), signed(input, ed.joined(R, L - S)), mismatch)
})

test('ATTACKS 28: two tokens with one R, which give the key away, are each verified for themselves', async () => {
  const cached = createVerifier(ecOptions(ed.jwkOf(key, { kid: 'EdDSA' })))
  const inputs = ['user-1', 'user-2'].map((sub) => signingInput('EdDSA', { claims: { sub } }))
  const [first, second] = inputs.map((bytes) => ed.sign(bytes, { scalar, key }))
  assert.deepEqual(first.R, second.R)
  for (let times = 0; times < 3; times++) {
    assert.equal((await accepts(cached, signed(inputs[0], ed.joined(first.R, first.S)))).subject, 'user-1')
    assert.equal((await accepts(cached, signed(inputs[1], ed.joined(second.R, second.S)))).subject, 'user-2')
    await refuses(cached, signed(inputs[0], ed.joined(second.R, second.S)), mismatch)
    await refuses(cached, signed(inputs[1], ed.joined(first.R, first.S)), mismatch)
  }
})

test('a key decides alike as a new one and with its table, whoever is refused meanwhile', async () => {
  const fresh = createVerifier({ ...ecOptions(ecJwk('EdDSA')), tokenCache: false })
  for (let use = 0; use < 6; use++) {
    await accepts(fresh, ecToken('EdDSA', { claims: { jti: `${use}` } }))
    await refuses(fresh, signed(input, Buffer.concat([Buffer.alloc(32), littleEndian(L, 32)])), mismatch)
    await refuses(fresh, ecToken('EdDSA', { key: 'other EdDSA' }), mismatch)
  }
})

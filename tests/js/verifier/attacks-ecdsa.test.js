// docs/attacks.md 28: ECDSA signatures that are none, and those that only look odd.
import assert from 'node:assert/strict'
import { createPrivateKey, sign } from 'node:crypto'
import { after, test } from 'node:test'
import { ecApi } from '../support/ec-module.js'
import {
  ecdsaCurves,
  ecJwk,
  ecKeys,
  ecOptions,
  ecSignature,
  ecToken,
  signed,
  signingInput
} from '../support/ec-tokens.js'
import { accepts, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { bigEndian, fromBigEndian, inverse, mod } from '../support/numbers.js'
import { digestOf, joined, jwkOf, keyFor, multiply, pointAt } from '../support/weierstrass.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = ecApi()
const verifier = createVerifier(ecOptions())
const mismatch = invalidToken('signature_mismatch')

/** @param {any} curve @param {Buffer} signature @returns {[r: bigint, s: bigint]} */
const split = ({ size }, signature) => [
  fromBigEndian(signature.subarray(0, size)),
  fromBigEndian(signature.subarray(size))
]

/** @param {any} curve @param {(signature: Buffer) => boolean} isWanted @returns {{ input: string, signature: Buffer }} */
function signUntil({ alg }, isWanted) {
  for (let jti = 0; ; jti++) {
    const input = signingInput(alg, { claims: { jti: String(jti) } })
    const signature = ecSignature(alg, ecKeys[alg], input)
    if (isWanted(signature)) return { input, signature }
  }
}

/** @param {any} curve @returns {{ [name: string]: Uint8Array }} what is no signature of that input */
function forgeries(curve, input, good) {
  const { alg, hash, n, p, size } = curve
  const [r, s] = split(curve, good)
  const key = createPrivateKey({ key: ecKeys[alg], format: 'jwk' })
  const der = sign(hash, Buffer.from(input), { key, dsaEncoding: 'der' })
  const otherHash = sign(hash === 'sha256' ? 'sha384' : 'sha256', Buffer.from(input), {
    key,
    dsaEncoding: 'ieee-p1363'
  })
  const zero = Buffer.alloc(1)
  const numbers = {
    'r = s = 0 (CVE-2022-21449)': [0n, 0n],
    'r = 0': [0n, s],
    's = 0': [r, 0n],
    'r = 0, s = 1': [0n, 1n],
    'r = 1, s = 0': [1n, 0n],
    'r = s = 1': [1n, 1n],
    'r = n': [n, s],
    's = n': [r, n],
    'r = s = n': [n, n],
    'r = n, s = 0': [n, 0n],
    'r = 0, s = n': [0n, n],
    'r = n + 1': [n + 1n, s],
    's = n + 1': [r, n + 1n],
    'r = n - 1': [n - 1n, s],
    's = n - 1': [r, n - 1n],
    'r = s = n - 1': [n - 1n, n - 1n],
    'r = p': [p, s],
    's = p': [r, p],
    'r = s = p': [p, p],
    'r = p - n': [p - n, s],
    'r and s in turns': [s, r],
    'r and r': [r, r],
    's and s': [s, s],
    'the negative r': [n - r, s],
    'both negative': [n - r, n - s],
    'one bit of r flipped': [r ^ 1n, s],
    'one bit of s flipped': [r, s ^ 1n],
    'the inverse of s': [r, inverse(s, n)]
  }
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([name, [r, s]]) => [name, joined(curve, r, s)])),
    'no byte': Buffer.alloc(0),
    'one byte': Buffer.from([1]),
    'only r': good.subarray(0, size),
    'all ones': Buffer.alloc(2 * size, 0xff),
    DER: der,
    'a byte less in front': good.subarray(1),
    'a byte less behind': good.subarray(0, -1),
    'a zero byte in front': Buffer.concat([zero, good]),
    'a zero byte behind': Buffer.concat([good, zero]),
    'a zero byte before each': Buffer.concat([zero, good.subarray(0, size), zero, good.subarray(size)]),
    'the signature twice': Buffer.concat([good, good]),
    'little-endian': Buffer.concat([
      Buffer.from(good.subarray(0, size)).reverse(),
      Buffer.from(good.subarray(size)).reverse()
    ]),
    'another hash': otherHash,
    "another's key": ecSignature(alg, ecKeys[`other ${alg}`], input)
  }
}

for (const curve of ecdsaCurves) {
  const { alg, n, p, g, size } = curve
  const input = signingInput(alg)
  const good = ecSignature(alg, ecKeys[alg], input)
  const [, s] = split(curve, good)

  for (const [name, bytes] of Object.entries(forgeries(curve, input, good))) {
    test(`RFC 7518 §3.4, ATTACKS 28: ${alg} refuses ${name}`, async () => {
      await refuses(verifier, signed(input, bytes), mismatch)
    })
  }

  test(`${alg}: the token that the forgeries are made of is good, by r and s and by r and n - s: JWS asks for no low s`, async () => {
    await accepts(verifier, signed(input, good))
    const twin = joined(curve, split(curve, good)[0], n - s)
    await accepts(verifier, signed(input, twin))
  })

  test(`RFC 7515 §5.2: ${alg} refuses a header or claims that were changed after they were signed`, async () => {
    await refuses(verifier, signed(signingInput(alg, { claims: { sub: 'admin' } }), good), mismatch)
    await refuses(verifier, signed(signingInput(alg, { header: { typ: 'JWT' } }), good), mismatch)
  })

  test(`RFC 7518 §3.4, ATTACKS 28: ${alg} accepts an r and an s with leading zeros, and refuses them without`, async () => {
    for (const place of [0, size]) {
      // Of 521 bits the highest byte is 0 in every second number; the second one as often as in other curves.
      const zero = signUntil(curve, (signature) => signature[place] === 0)
      await accepts(verifier, signed(zero.input, zero.signature))
      const shortened = Buffer.concat([zero.signature.subarray(0, place), zero.signature.subarray(place + 1)])
      await refuses(verifier, signed(zero.input, shortened), mismatch)
    }
  })

  test(`FIPS 186-5 §6.4.2, ATTACKS 28: ${alg} accepts the smallest r there is, and refuses r + n and s + n`, async () => {
    let x = 1n
    while (pointAt(curve, x) === null) x++
    const { r, key } = keyFor(curve, input, pointAt(curve, x), 3n)
    const own = createVerifier(ecOptions(jwkOf(curve, key, { kid: alg })))
    await accepts(own, signed(input, joined(curve, r, 3n)))
    await accepts(own, signed(input, joined(curve, r, n - 3n)))
    await refuses(own, signed(input, joined(curve, r + n, 3n)), mismatch)
    await refuses(own, signed(input, joined(curve, r, n + 3n)), mismatch)
    await refuses(own, signed(input, joined(curve, r, 4n)), mismatch)
    await refuses(own, signed(input, joined(curve, r + 1n, 3n)), mismatch)
  })

  test(`FIPS 186-5 §6.4.2, ATTACKS 28: ${alg} compares x of R modulo n, and takes r for no x`, async () => {
    let x = n + 1n
    while (pointAt(curve, x) === null) x++
    assert.ok(x < p)
    const { r, key } = keyFor(curve, input, pointAt(curve, x), 5n)
    assert.equal(r, x - n)
    const own = createVerifier(ecOptions(jwkOf(curve, key, { kid: alg })))
    await accepts(own, signed(input, joined(curve, r, 5n)))
    await refuses(own, signed(input, joined(curve, x, 5n)), mismatch)
  })

  /** @param {bigint} d @param {bigint} k @returns {[r: bigint, s: bigint]} FIPS 186-5 §6.4.1 */
  function signWith(d, k) {
    const r = /** @type {any} */ (multiply(curve, k, g)).x % n
    return [r, mod(inverse(k, n) * (digestOf(curve, input) + r * d), n)]
  }
  const verifierOf = (/** @type {bigint} */ d) =>
    createVerifier(ecOptions(jwkOf(curve, /** @type {any} */ (multiply(curve, d, g)), { kid: alg })))

  for (const [name, d] of Object.entries({
    G: 1n,
    '-G': n - 1n,
    '2G': 2n,
    '-2G': n - 2n,
    'half of G': (n + 1n) / 2n
  })) {
    test(`FIPS 186-5 §6.4.2: under the key ${name} ${alg} accepts what is signed, and nothing else`, async () => {
      const own = verifierOf(d)
      for (const k of [1n, 2n, n - 1n, 12345n, (n + 1n) / 2n]) {
        const [r, s] = signWith(d, k)
        await accepts(own, signed(input, joined(curve, r, s)))
        await refuses(own, signed(input, joined(curve, r, mod(s + 1n, n))), mismatch)
      }
    })
  }

  test(`FIPS 186-5 §6.4.2, ATTACKS 28: ${alg} refuses a sum that is the point at infinity, whatever s is`, async () => {
    const z = digestOf(curve, input)
    for (const d of [1n, n - 1n, 2n, 0x1234567890abcdefn]) {
      const own = verifierOf(d)
      const r = mod(-z * inverse(d, n), n) // z/s·G + r/s·Q = (z + r·d)/s·G = 0
      for (const s of [1n, 2n, z % n, r, n - 1n]) await refuses(own, signed(input, joined(curve, r, s)), mismatch)
    }
  })

  test(`FIPS 186-5 §6.4.2, ATTACKS 28: ${alg} accepts a sum of two equal points, which is a doubling`, async () => {
    const z = digestOf(curve, input)
    for (const k of [1n, 7n, n - 2n]) {
      const r = /** @type {any} */ (multiply(curve, k, g)).x % n
      const own = verifierOf(mod(z * inverse(r, n), n)) // r·d = z, so that z/s·G = r/s·Q
      const s = mod(2n * z * inverse(k, n), n)
      await accepts(own, signed(input, joined(curve, r, s)))
      await refuses(own, signed(input, joined(curve, r, mod(z * inverse(k, n), n))), mismatch)
    }
  })

  test(`${alg}: a key decides alike as a new one and with its table, whoever is refused meanwhile`, async () => {
    const own = createVerifier({ ...ecOptions(ecJwk(alg)), tokenCache: false })
    for (let use = 0; use < 6; use++) {
      await accepts(own, ecToken(alg, { claims: { jti: `${use}` } }))
      await refuses(own, signed(input, joined(curve, 0n, 0n)), mismatch)
      await refuses(own, ecToken(alg, { key: `other ${alg}` }), mismatch)
    }
  })

  test(`ATTACKS 19, 28: ${alg} remembers a token by all of its bytes: not by r, not by its twin`, async () => {
    const own = createVerifier(ecOptions(ecJwk(alg)))
    const [r] = split(curve, good)
    await accepts(own, signed(input, good))
    await refuses(own, signed(signingInput(alg, { claims: { sub: 'admin' } }), good), mismatch)
    await refuses(own, signed(input, joined(curve, r, s ^ 1n)), mismatch)
    await refuses(own, signed(input, Buffer.concat([good.subarray(0, size), bigEndian(0n, size)])), mismatch)
    await accepts(own, signed(input, joined(curve, r, n - s)))
    await refuses(own, signed(signingInput(alg, { claims: { sub: 'admin' } }), joined(curve, r, n - s)), mismatch)
  })
}

// docs/attacks.md 4 and 5: signatures that are none.
import assert from 'node:assert/strict'
import { constants, createHash, createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { encode, goodClaims, goodOptions, privateJwks, publicJwk, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions({ algorithms: ['RS256', 'PS256'] }))
const privateKey = createPrivateKey({ key: privateJwks.good, format: 'jwk' })
const modulus = BigInt(`0x${Buffer.from(publicJwk().n, 'base64url').toString('hex')}`)
const size = 256

const good = token()
const signingInput = good.slice(0, good.lastIndexOf('.'))
const goodSignature = Buffer.from(good.slice(good.lastIndexOf('.') + 1), 'base64url')
const withSignature = (bytes) => `${signingInput}.${Buffer.from(bytes).toString('base64url')}`

/** @param {bigint} number @param {number} [length] */
function toBytes(number, length = size) {
  return Buffer.from(number.toString(16).padStart(length * 2, '0'), 'hex')
}
const toNumber = (bytes) => BigInt(`0x${bytes.toString('hex')}`)

test('the token that the forgeries are made of is good', () => accepts(verifier, good))

const signatures = {
  'an empty signature': Buffer.alloc(0),
  'one byte': Buffer.from([1]),
  zero: Buffer.alloc(size),
  one: toBytes(1n),
  'n - 1': toBytes(modulus - 1n),
  n: toBytes(modulus),
  'all ones': Buffer.alloc(size, 0xff),
  'one byte less in front': goodSignature.subarray(1),
  'one byte less behind': goodSignature.subarray(0, -1),
  'a zero byte in front': Buffer.concat([Buffer.alloc(1), goodSignature]),
  'a zero byte behind': Buffer.concat([goodSignature, Buffer.alloc(1)]),
  'the signature twice': Buffer.concat([goodSignature, goodSignature]),
  'the bytes reversed': Buffer.from(goodSignature).reverse(),
  'one bit flipped': toBytes(toNumber(goodSignature) ^ 1n),
  'the negative n - s': toBytes(modulus - toNumber(goodSignature))
}
for (const [name, bytes] of Object.entries(signatures)) {
  test(`RFC 8017 §8.2.2, ATTACKS 4: refuses ${name}`, async () => {
    await refuses(verifier, withSignature(bytes), invalidToken('signature_mismatch'))
  })
}

test('RFC 8017 §5.2.2, ATTACKS 4: refuses s + n, which gives the same power', async () => {
  // Of the same length only for a small s: signs until there is one.
  for (let i = 0; ; i++) {
    const input = `${encode({ alg: 'RS256', kid: 'good' })}.${encode(goodClaims({ jti: String(i) }))}`
    const signature = sign('sha256', Buffer.from(input), privateKey)
    const shifted = toNumber(signature) + modulus
    if (shifted >= 1n << BigInt(8 * size)) continue
    await accepts(verifier, `${input}.${signature.toString('base64url')}`)
    const forged = `${input}.${toBytes(shifted).toString('base64url')}`
    await refuses(verifier, forged, invalidToken('signature_mismatch'))
    return
  }
})

test('RFC 8017 §8.2.2, ATTACKS 4: refuses a leading zero byte that was dropped from a signature', async () => {
  for (let i = 0; ; i++) {
    const input = `${encode({ alg: 'RS256', kid: 'good' })}.${encode(goodClaims({ jti: String(i) }))}`
    const signature = sign('sha256', Buffer.from(input), privateKey)
    if (signature[0] !== 0) continue
    await accepts(verifier, `${input}.${signature.toString('base64url')}`)
    const shortened = `${input}.${signature.subarray(1).toString('base64url')}`
    await refuses(verifier, shortened, invalidToken('signature_mismatch'))
    return
  }
})

const digest = createHash('sha256').update(signingInput).digest()
const sha256Prefix = '3031300d060960864801650304020105000420'

/** @param {string} prefix hex of what comes before the digest @param {Buffer} [hash] @param {Buffer} [behind] */
function padded(prefix, hash = digest, behind = Buffer.alloc(0)) {
  const info = Buffer.concat([Buffer.from(prefix, 'hex'), hash, behind])
  const padding = Buffer.alloc(size - info.length - 3, 0xff)
  return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info])
}

/** @param {Buffer} encoded @returns {string} the token, its signature the private operation on that encoded message */
function signedMessage(encoded) {
  const key = { key: privateKey, padding: constants.RSA_NO_PADDING }
  return withSignature(privateEncrypt(key, encoded))
}

/** The padding string too short, the rest garbage that a lenient parser never looks at (CVE-2006-4339). */
function shortPadding() {
  const info = Buffer.concat([Buffer.from([0, 1, ...Array(8).fill(0xff), 0]), Buffer.from(sha256Prefix, 'hex'), digest])
  return Buffer.concat([info, Buffer.alloc(size - info.length, 0xaa)])
}

const paddings = {
  'without the NULL of the algorithm': padded('302f300b0609608648016503040201' + '0420'),
  'with a long-form length': padded('308131300d060960864801650304020105000420'),
  'with a long-form length inside': padded('303230810d060960864801650304020105000420'),
  'with an indefinite length': padded('3080300d060960864801650304020105000420', digest, Buffer.alloc(2)),
  'with the OID of SHA-1': padded('3029300906052b0e03021a05000420'),
  'with the OID of SHA-384': padded('3031300d060960864801650304020205000420'),
  'with parameters that are no NULL': padded('3033300f06096086480165030402010500' + '0500' + '0420'),
  'with garbage behind the digest': padded(sha256Prefix, digest, Buffer.alloc(16, 0xaa)),
  'with garbage inside the DigestInfo': padded('3041300d060960864801650304020105000420', digest, Buffer.alloc(16)),
  'with a short padding and garbage behind': shortPadding(),
  'with block type 2': Buffer.from(padded(sha256Prefix)).fill(2, 1, 2),
  'with a first byte that is not zero': Buffer.from(padded(sha256Prefix)).fill(1, 0, 1),
  'with one padding byte that is not ff': Buffer.from(padded(sha256Prefix)).fill(0xfe, 20, 21),
  'with a zero inside the padding': Buffer.from(padded(sha256Prefix)).fill(0, 20, 21),
  'of another digest': padded(sha256Prefix, Buffer.alloc(32)),
  'of the bare digest': padded('')
}

test('the forgeries of PKCS#1 v1.5 differ from a good message only in what they say', () =>
  accepts(verifier, signedMessage(padded(sha256Prefix))))

for (const [name, encoded] of Object.entries(paddings)) {
  test(`RFC 8017 §9.2, ATTACKS 5: refuses an encoded message ${name}`, async () => {
    await refuses(verifier, signedMessage(encoded), invalidToken('signature_mismatch'))
  })
}

const pssInput = `${encode({ alg: 'PS256', kid: 'good' })}.${encode(goodClaims())}`
const pss = (options) =>
  `${pssInput}.${sign('sha256', Buffer.from(pssInput), {
    key: privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
    ...options
  }).toString('base64url')}`

test('RFC 7518 §3.5: accepts PS256 with a salt as long as the hash, and refuses every other salt (ATTACKS 5)', async () => {
  await accepts(verifier, pss({ saltLength: 32 }))
  for (const saltLength of [0, 16, 20, 31, 33, 64, constants.RSA_PSS_SALTLEN_MAX_SIGN]) {
    await refuses(verifier, pss({ saltLength }), invalidToken('signature_mismatch'))
  }
})

/** RFC 8017 §9.1.1 with a mask generation function of the test's choice, which node:crypto does not offer. */
function pssMessage(mgfHash) {
  const length = size
  const salt = Buffer.alloc(32, 7)
  const hash = createHash('sha256').update(signingHash(salt)).digest()
  const block = Buffer.concat([Buffer.alloc(length - 32 - 32 - 2), Buffer.from([1]), salt])
  const mask = mgf1(mgfHash, hash, block.length)
  const masked = block.map((byte, index) => byte ^ mask[index])
  masked[0] &= 0x7f
  return Buffer.concat([masked, hash, Buffer.from([0xbc])])
}

function signingHash(salt) {
  return Buffer.concat([Buffer.alloc(8), createHash('sha256').update(pssInput).digest(), salt])
}

function mgf1(name, seed, length) {
  const blocks = []
  for (let counter = 0; Buffer.concat(blocks).length < length; counter++) {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    blocks.push(createHash(name).update(seed).update(number).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}

test('RFC 7518 §3.5, ATTACKS 5: refuses PS256 whose mask comes from another hash than SHA-256', async () => {
  const sealed = (hash) => {
    const bytes = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, pssMessage(hash))
    return `${pssInput}.${bytes.toString('base64url')}`
  }
  await accepts(verifier, sealed('sha256'))
  for (const hash of ['sha1', 'sha384', 'sha512']) {
    await refuses(verifier, sealed(hash), invalidToken('signature_mismatch'))
  }
})

test('RFC 7515 §5.2: refuses a header or claims that were changed after they were signed', async () => {
  const [header, , signature] = good.split('.')
  await refuses(verifier, [header, encode(goodClaims({ sub: 'admin' })), signature].join('.'), {
    code: 'AUTH_TOKEN_INVALID',
    reason: 'signature_mismatch',
    message: 'JWT signature is invalid'
  })
  const other = encode({ alg: 'RS256', kid: 'good', typ: 'JWT' })
  await refuses(verifier, [other, ...good.split('.').slice(1)].join('.'), invalidToken('signature_mismatch'))
})

test('the seed: wrong key. A token that another key signed under the same kid is refused', async () => {
  await refuses(verifier, token({ header: { kid: 'good' }, key: 'other' }), invalidToken('signature_mismatch'))
})

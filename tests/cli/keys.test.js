// Keys in files of other forms than a JWK Set, and tokens in what carries them: as processes.
import assert from 'node:assert/strict'
import { createPublicKey, createSign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { certificates } from '../js/pem/certificates.js'
import { ecJwk, ecToken } from '../js/support/ec-tokens.js'
import { encode, goodClaims, privateJwks, publicJwk, token } from '../js/support/tokens.js'
import { newPrivateKey } from '../support/new-private-key.js'
import { file, policy, run } from './support/cli.js'

const jwt = token()
const key = createPublicKey({ key: publicJwk(), format: 'jwk' })
const spki = String(key.export({ type: 'spki', format: 'pem' }))
const x5c = [certificates.RSA.replace(/-----[^-]+-----|\s/g, '')]

/** @param {string} name @param {Uint8Array} bytes @returns {string} the path of a file that has them */
function binary(name, bytes) {
  const path = file(name, '')
  writeFileSync(path, bytes)
  return path
}

/** @param {string} path of the keys @returns {string[]} a policy that accepts token() by them */
const by = (path) => policy.with(policy.indexOf('--jwks') + 1, path)

test('issue 19: verify, explain and lint-jwks take a PEM of one key or several, PKCS#1, JWKs, and one JWK', async () => {
  const files = {
    'spki.pem': spki,
    'pkcs1.pem': String(key.export({ type: 'pkcs1', format: 'pem' })),
    'several.pem': `${certificates['P-256']}\r\n${spki}`,
    'one.json': publicJwk(),
    'array.json': [publicJwk()]
  }
  for (const [name, content] of Object.entries(files)) {
    const path = file(name, content)
    const verified = await run(['verify', ...by(path)], { input: jwt })
    assert.deepEqual([verified.code, verified.stdout.split('\n')[0]], [0, '✓ accepted'], `${name}: ${verified.stderr}`)
    assert.equal(/nobody checks who issued it/.test(verified.stderr), name === 'several.pem')
  }
  const explained = await run(['explain', ...by(file('spki.pem', spki))], { input: jwt })
  assert.equal(explained.code, 0, explained.stderr)
  const linted = await run(['lint-jwks', '--json', '-'], { input: files['several.pem'] })
  const { keys } = JSON.parse(linted.stdout)
  assert.deepEqual(
    keys.map((/** @type {any} */ { kty, crv, usable }) => [kty, crv, usable]),
    [
      ['EC', 'P-256', true],
      ['RSA', null, true]
    ]
  )
})

test('RFC 7517 §4.7: a JWK Set whose keys have x5c alone; it is said that nobody checks the certificate', async () => {
  const path = file('x5c.json', { keys: [{ kty: 'RSA', kid: 'a', alg: 'RS256', use: 'sig', x5c }] })
  const { code, stdout, stderr } = await run(['lint-jwks', path])
  assert.equal(code, 0, stdout)
  assert.match(stdout, /✓ keys\[0\] a RSA, 2048 bits, RS256, use sig/)
  assert.match(stderr, /the key alone is read: nobody checks who issued it/)
  const verified = await run(['verify', ...by(path)], { input: jwt })
  assert.equal(verified.code, 1)
  assert.match(verified.stdout, /key_not_found/)
})

test('2: DER, a private key and a damaged PEM are named, with the command that helps, and nothing of them is shown', async () => {
  const secret = newPrivateKey('ed25519')
  const privatePem = String(secret.export({ type: 'pkcs8', format: 'pem' }))
  /** @type {[string, RegExp][]} */
  const files = [
    [binary('c.der', Buffer.from(x5c[0], 'base64')), /this is a certificate in DER\n.*openssl x509 -inform der/],
    [binary('k.der', key.export({ type: 'spki', format: 'der' })), /this is a public key in DER\n.*openssl pkey/],
    [binary('s.der', secret.export({ type: 'pkcs8', format: 'der' })), /this is DER, but no public key/],
    [file('s.pem', privatePem), /this PEM is a private key.*\n.*openssl pkey -pubout/],
    [file('cut.pem', spki.slice(0, 200)), /this PEM .*\n.*The block has no end/],
    [file('line.pem', spki.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n')), /this PEM is damaged/]
  ]
  for (const [path, message] of files) {
    for (const args of [
      ['lint-jwks', path],
      ['verify', ...by(path)]
    ]) {
      const { code, stdout, stderr } = await run(args, { input: jwt })
      assert.deepEqual([code, stdout], [2, ''], stderr)
      assert.match(stderr, message)
      assert.ok(!stderr.includes(privatePem.split('\n')[1].slice(0, 12)) && !stderr.includes('MIIB'), stderr)
    }
  }
})

test('a private key in a JWK Set is said, and only its public part is read', async () => {
  const path = file('private.json', { keys: [{ ...privateJwks.good, kid: 'good' }] })
  const { code, stderr } = await run(['verify', ...by(path)], { input: jwt })
  assert.equal(code, 0)
  assert.match(stderr, /Warning:\n {2}jwks: keys\[0\] is a private key \("d", /)
  assert.ok(!stderr.includes(privateJwks.good.d.slice(0, 12)))
})

test('issue 19: a token is taken out of an answer, quotes, a cookie, a URL, a header with DPoP', async () => {
  const carriers = [
    JSON.stringify({ id_token: token({ claims: { aud: 'x' } }), access_token: jwt }),
    `"${jwt}"\n`,
    `__session=${jwt}; Path=/`,
    `https://app.example.com/cb#access_token=${jwt}`,
    `DPoP ${jwt}`,
    `\uFEFF${jwt}\u200B`
  ]
  for (const input of carriers) {
    const { code, stdout } = await run(['verify', ...policy], { input })
    assert.equal(code, 0, stdout)
  }
})

test('what to do is the hint of the error where it knows more: DER for ES256, ES256K, an encoded URL, a placeholder', async () => {
  const ec = file('ec.json', { keys: [ecJwk('ES256')] })
  const input = `${encode({ alg: 'ES256', kid: 'ES256' })}.${encode(goodClaims())}`
  const der = createSign('sha256')
    .update(input)
    .sign(newPrivateKey('ec', { namedCurve: 'P-256' }), 'base64url')
  /** @type {[string, string[], RegExp][]} */
  const cases = [
    [`${input}.${der}`, ['--algorithms', 'ES256'], /what to do +.*DER/],
    [ecToken('ES256', { header: { alg: 'ES256K' } }), [], /what to do +Of elliptic curves .*ES256, ES384/],
    [jwt.replaceAll('.', '%2E'), [], /what to do +The token is encoded for a URL/],
    ['$TOKEN', [], /what to do +This is a placeholder/],
    ['6f1e9c0a', [], /what to do +A token without a dot is no JWT but opaque/]
  ]
  for (const [text, flags, says] of cases) {
    const { code, stdout } = await run(['explain', ...by(ec), ...flags], { input: text })
    assert.equal(code, 1)
    assert.match(stdout, says)
  }
})

// explain() of bound tokens and of proofs: RFC 9449 §4.3, §7.1; RFC 8705 §3.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { boundToken, clientJwk, possessionOf, proofFor, url } from '../support/dpop.js'
import { goodOptions, now, token } from '../support/tokens.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
const verifier = (/** @type {any} */ dpop = true, members = {}) => createVerifier(goodOptions({ dpop, ...members }))

test('explain() shows each check of the proof, and uses none up', async () => {
  const given = verifier()
  const jwt = boundToken()
  const possession = possessionOf(jwt)
  for (let times = 0; times < 2; times += 1) {
    const report = await given.explain(jwt, { possession })
    assert.equal(report.valid, true)
    assert.equal(report.proof?.valid, true)
    assert.deepEqual([...new Set(report.proof?.checks.map(({ status }) => status))].sort(), ['pass', 'skip'])
    assert.deepEqual(report.proof?.header?.jwk, JSON.parse(JSON.stringify(clientJwk)))
  }
  const wrong = possessionOf(jwt, { proof: proofFor(jwt, { header: { typ: 'JWT' }, claims: { htm: 'PUT' } }) })
  const report = await given.explain(jwt, { possession: wrong })
  assert.equal(report.valid, false)
  assert.equal(report.error?.reason, 'proof_typ')
  assert.deepEqual(
    report.proof?.checks.filter(({ status }) => status === 'fail').map(({ check }) => check),
    ['proof_typ', 'proof_htm']
  )
})

test('explain() shows no private key: not of a proof, not of a token, header or claims', async () => {
  const secret = 'c2VjcmV0'
  const jwt = boundToken()
  const proof = proofFor(jwt, { header: { jwk: { ...clientJwk, d: secret } } })
  const withProof = await verifier().explain(jwt, { possession: possessionOf(jwt, { proof }) })
  assert.equal(withProof.error?.reason, 'proof_jwk_private')
  assert.equal(withProof.proof?.header?.jwk.x, clientJwk.x)
  const keys = [
    { kty: 'oct', k: secret },
    { kty: 'RSA', n: 'n', e: 'AQAB', ...{ d: secret, p: secret, q: secret, dp: secret, dq: secret, qi: secret } },
    { kty: 'RSA', oth: [{ r: secret, d: secret, t: secret }] },
    { kty: 'AKP', alg: 'ML-DSA-44', pub: 'p', priv: secret }
  ]
  const reports = [withProof]
  for (const jwk of keys) {
    reports.push(await verifier().explain(token({ header: { jwk }, claims: { cnf: { jwk }, keys: [jwk] } })))
  }
  for (const report of reports) assert.doesNotMatch(JSON.stringify(report), /c2VjcmV0/)
  // What is no key stays as it is.
  const other = await verifier().explain(token({ claims: { d: 'shown', list: [{ k: 'shown' }] } }))
  assert.deepEqual([other.claims?.d, other.claims?.list], ['shown', [{ k: 'shown' }]])
})

test('explain() decides as verify() does: the check "binding" says what the token’s binding asks for', async () => {
  const jwt = boundToken()
  const free = token()
  const withCertificate = token({ claims: { cnf: { 'x5t#S256': 'a' } } })
  const good = () => possessionOf(jwt)
  for (const [dpop, given, possession] of /** @type {[any, string, any][]} */ ([
    [true, jwt, undefined],
    [true, jwt, { scheme: 'Bearer' }],
    [true, jwt, { scheme: 'DPoP' }],
    [true, jwt, { ...good(), scheme: 'Bearer' }],
    [true, jwt, good()],
    [true, jwt, { ...good(), url: 'https://mcp.example.com/other' }],
    [true, jwt, { ...good(), certificate: undefined }],
    [true, free, undefined],
    [true, free, good()],
    [true, free, { ...good(), scheme: 'Bearer', proof: 'x' }],
    [{ required: true }, free, undefined],
    [{ required: true }, jwt, good()],
    [false, withCertificate, { certificate: undefined }],
    [false, withCertificate, { certificate: 'a' }],
    [false, withCertificate, { certificate: 'b' }],
    [true, token({ claims: { cnf: 'x' } }), undefined],
    [true, token({ claims: { cnf: { jkt: 7 } } }), undefined],
    [true, boundToken({ claims: { exp: now - 100 } }), { scheme: 'Bearer' }]
  ])) {
    const report = await verifier(dpop).explain(given, { possession })
    const decided = await verifier(dpop)
      .verify(given, { possession })
      .then(
        () => undefined,
        (error) => error.reason
      )
    assert.equal(report.error?.reason, decided, JSON.stringify(possession))
    assert.equal(report.valid, decided === undefined)
    const binding = report.checks.at(-1)
    assert.equal(binding?.check, 'binding')
    assert.match(binding?.clause ?? '', given === withCertificate ? /^RFC 8705/ : /^RFC 9449/)
  }
})

test('explain() notes a bound token of which nothing is demanded, and no other', async () => {
  const bare = verifier(false)
  const cnf = { jkt: 'k', 'x5t#S256': 'c' }
  const { valid, notes, checks } = await bare.explain(token({ claims: { cnf } }))
  assert.equal(valid, true)
  assert.match(notes.join('\n'), /cnf\.jkt[^\n]*the option dpop\n.*cnf\.x5t#S256.*possession\.certificate/)
  assert.ok(checks.every(({ check }) => check !== 'binding'))
  assert.deepEqual((await bare.explain(token())).notes, [])
})

test('explain() shows a proof beside a token that no issuer is known for', async () => {
  const { issuer, ...options } = goodOptions({ dpop: true })
  const given = createVerifier(
    /** @type {any} */ ({
      ...options,
      issuer: undefined,
      jwks: undefined,
      issuers: [{ issuer, jwks: goodOptions({}).jwks }]
    })
  )
  const jwt = boundToken({ claims: { iss: 'https://other.example/' } })
  const report = await given.explain(jwt, { possession: possessionOf(jwt) })
  assert.equal(report.error?.reason, 'issuer_mismatch')
  assert.equal(report.proof?.valid, true)
})

test('explain() says which algorithms a proof may have: those of the option, or the default, also where it fails', async () => {
  const jwt = boundToken()
  const all = 'ES256 EdDSA Ed25519 PS256 RS256'
  for (const [dpop, expected] of /** @type {[any, string][]} */ ([
    [true, all],
    [{ algorithms: ['ES256'] }, 'ES256'],
    [{ algorithms: ['RS256', 'PS256'] }, 'RS256 PS256']
  ])) {
    const report = await verifier(dpop).explain(jwt, { possession: possessionOf(jwt) })
    const check = report.proof?.checks.find((each) => each.check === 'proof_alg')
    assert.equal(check?.expected, expected)
    assert.equal(check?.actual, 'ES256')
    assert.equal(check?.status, expected.includes('ES256') ? 'pass' : 'fail')
  }
})

test('explain(): what a check expected, and what a claim has, is said or left out, and never empty', async () => {
  const bare = { requireSubject: false }
  const jwt = boundToken({ claims: { sub: undefined, scope: undefined } })
  const without = { jti: undefined, htm: undefined, htu: undefined, ath: undefined }
  const lacking = proofFor(jwt, { header: { typ: undefined, alg: undefined }, claims: without })
  for (const possession of [
    possessionOf(jwt),
    possessionOf(jwt, { proof: lacking }),
    { scheme: 'DPoP', proof: 'x', method: 'GET', url }
  ]) {
    const { checks, proof } = await verifier(true, bare).explain(jwt, { possession: /** @type {any} */ (possession) })
    for (const { check, expected, actual } of [...checks, ...(proof?.checks ?? [])]) {
      assert.notEqual(expected, '', check)
      if (check !== 'scope') assert.notEqual(actual, '', check)
    }
  }
})

test('proof_url: the hint does not blame the client alone, and names the option for servers behind a proxy', async () => {
  const jwt = boundToken()
  const possession = possessionOf(jwt, { url: 'http://10.0.0.7:3000/tools' })
  const { error } = await verifier().explain(jwt, { possession })
  assert.equal(error?.reason, 'proof_url')
  assert.match(error?.hint ?? '', /proxy.*dpop\.origin/)
  await assert.rejects(verifier().verify(jwt, { possession }), { reason: 'proof_url', hint: error?.hint })
})

test('explain() shows beside a proof’s dates the bound that decides, as beside a token’s', async () => {
  const jwt = boundToken()
  for (const [claims, check, expected, actual] of /** @type {[any, string, string, number][]} */ ([
    [{}, 'proof_iat', `after ${now - 120}`, now],
    [{ iat: now - 500 }, 'proof_iat', `after ${now - 120}`, now - 500],
    [{ iat: now + 500 }, 'proof_iat', `at most ${now + 60}`, now + 500],
    [{ exp: now - 500 }, 'proof_exp', `after ${now - 60}`, now - 500],
    [{ exp: now + 9, nbf: now + 500 }, 'proof_exp', `at most ${now + 60}`, now + 500]
  ])) {
    const possession = possessionOf(jwt, { proof: proofFor(jwt, { claims }) })
    const { proof } = await verifier().explain(jwt, { possession })
    const found = proof?.checks.find((each) => each.check === check)
    assert.deepEqual([found?.expected, found?.actual], [expected, String(actual)])
  }
})

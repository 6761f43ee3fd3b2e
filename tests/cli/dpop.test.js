import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundToken, clientJwk, possessionOf, proofFor, thumbprint, url } from '../js/support/dpop.js'
import { audience, issuer, now, token } from '../js/support/tokens.js'
import { file, jwksFile, policy, run } from './support/cli.js'

const jwt = boundToken()
const proof = proofFor(jwt)
const forRequest = ['--dpop-method', 'GET', '--dpop-url', url]
const curl = (/** @type {string} */ its, scheme = 'DPoP') =>
  `curl '${url}?page=1' \\\n -H 'Authorization: ${scheme} ${jwt}' \\\n -H 'DPoP: ${its}'\n`

test('RFC 9449 §4.3: a proof in a file, as text, and in a pasted request is checked, as the package does', async () => {
  const asFile = file('proof.txt', `DPoP: ${proof}\n`)
  for (const [args, input] of /** @type {[string[], string][]} */ ([
    [['--dpop-proof', asFile, ...forRequest], jwt],
    [['--dpop-proof', proof, '--dpop-url', url], jwt],
    [['--dpop-proof', file('request.txt', curl(proof))], jwt],
    [[], curl(proof)],
    [['--dpop-required'], curl(proof)]
  ])) {
    for (const command of ['verify', 'explain']) {
      const { code, stdout, stderr } = await run([command, ...policy, ...args], { input })
      assert.deepEqual([code, stderr], [0, ''], `${args}: ${stdout}`)
      assert.match(stdout, /^✓ accepted\n/)
    }
  }
})

test('RFC 8705 §3: the thumbprint of the client’s certificate is a flag', async () => {
  const certificate = 'A'.repeat(43)
  const both = token({ claims: { cnf: { jkt: thumbprint(clientJwk), 'x5t#S256': certificate } } })
  const alone = token({ claims: { cnf: { 'x5t#S256': certificate } } })
  for (const [jwt, args] of /** @type {[string, string[]][]} */ ([
    [both, ['--dpop', '--dpop-proof', proofFor(both), '--dpop-url', url]],
    [alone, []]
  ])) {
    for (const command of ['verify', 'explain']) {
      const ask = (/** @type {string[]} */ ...more) => run([command, ...policy, ...args, ...more], { input: jwt })
      const { code, stdout } = await ask('--client-certificate', certificate)
      assert.equal(code, 0, stdout)
      const other = await ask('--client-certificate', 'B'.repeat(42) + 'A')
      assert.deepEqual([other.code, /certificate_mismatch/.test(other.stdout)], [1, true], other.stdout)
    }
  }
  const missing = await run(['verify', ...policy, '--dpop', '--dpop-proof', proofFor(both), '--dpop-url', url], {
    input: both
  })
  assert.deepEqual([missing.code, /certificate_missing/.test(missing.stdout)], [1, true])
  const wrong = await run(['verify', ...policy, '--client-certificate', 'AB:CD'], { input: alone })
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /--client-certificate must be the thumbprint[^]*openssl/)
})

test('explain shows the proof’s checks below the token’s, with advice, header and claims', async () => {
  const bad = proofFor(jwt, { claims: { htm: 'PUT', iat: now - 500 } })
  const { code, stdout } = await run(['explain', ...policy], { input: curl(bad) })
  assert.equal(code, 1)
  assert.match(stdout, /^✗ refused: .*\n {2}AUTH_PROOF_INVALID proof_method, HTTP status 401\n/)
  const order = ['✓ signature ', '✓ binding ', '\nDPoP proof\n', '✓ proof_signature ', '✗ proof_htm ', '✗ proof_iat ']
  const places = order.map((part) => stdout.indexOf(part))
  assert.ok(!places.includes(-1), stdout)
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b)
  )
  assert.match(
    stdout,
    /✗ proof_htm [^\n]*RFC 9449 §4.3, check 8\]\n {4}expected +GET\n {4}actual +PUT\n {4}what to do +Have/
  )
  assert.match(stdout, /Header of the proof\n {2}[^]*dpop\+jwt[^]*Claims of the proof\n[^]*htu/)
})

test('--json has the proof’s report, and neither token nor proof', async () => {
  const { code, stdout } = await run(['explain', ...policy, '--json'], { input: curl(proof) })
  assert.equal(code, 0)
  const { valid, proof: report, checks } = JSON.parse(stdout)
  assert.deepEqual([valid, report.valid, checks.at(-1).check], [true, true, 'binding'])
  assert.ok(!stdout.includes(jwt) && !stdout.includes(proof))
})

test('the flags are those of the option dpop, and a policy file may have it', async () => {
  const old = curl(proofFor(jwt, { claims: { iat: now - 100 } }))
  const fileOf = (/** @type {any} */ dpop) =>
    file('dpop-policy.json', { issuer, audience, now, dpop, jwks: JSON.parse('{"keys":[]}') })
  const cases = /** @type {[string[], string, string | undefined][]} */ ([
    [[], old, undefined],
    [['--dpop-max-age', '10', '--dpop-clock-tolerance', '5'], old, 'proof_too_old'],
    [['--dpop-algorithms', 'RS256,PS256'], curl(proof), 'proof_alg'],
    [['--dpop'], jwt, 'token_bound'],
    [['--dpop'], `DPoP ${jwt}`, 'proof_missing'],
    [['--dpop'], token(), undefined],
    [['--dpop-required'], token(), 'token_not_bound'],
    [[], curl(proof, 'Bearer'), 'token_bound'],
    [[], curl(`${proof}' -H 'DPoP: ${proof}`), 'proof_segments'],
    [['--policy', fileOf({ maxAge: 10, clockTolerance: 5 })], old, 'proof_too_old']
  ])
  for (const [args, input, reason] of cases) {
    const { code, stdout, stderr } = await run(['explain', ...policy, '--json', ...args], { input })
    assert.deepEqual([JSON.parse(stdout || '{}').error?.reason, code], [reason, reason ? 1 : 0], `${args} ${stderr}`)
  }
  const nonced = file('nonce.json', { issuer, audience, now, dpop: { nonce: 'a secret of 16 bytes' } })
  const { stdout } = await run(['explain', '--policy', nonced, '--jwks', jwksFile], { input: curl(proof) })
  assert.match(stdout, /✗ proof_nonce /)
  const off = file('off.json', { issuer, audience, now, dpop: false })
  assert.equal((await run(['verify', '--policy', off, '--jwks', jwksFile], { input: curl('x') })).code, 0)
})

test('2: wrong usage of the proof’s flags says what is wrong', async () => {
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [['--dpop-proof', proof], /--dpop-url is missing/],
    [['--dpop-url', url], /--dpop-url says what a proof is for, and there is none\n {2}give --dpop-proof/],
    [['--dpop-proof', '-'], /--dpop-proof must be a file/],
    [['--dpop-proof', '/no/such/file'], /does not exist/],
    [['--dpop-max-age', '601'], /--dpop-max-age must be a number of seconds from 1 to 600/],
    [['--dpop-algorithms', 'HS256'], /--dpop-algorithms/]
  ])) {
    const { code, stdout, stderr } = await run(['verify', ...policy, ...args], { input: jwt })
    assert.deepEqual([code, stdout], [2, ''], stderr)
    assert.match(stderr, message)
    assert.ok(!stderr.includes(proof))
  }
  const { code, stderr } = await run(['verify', ...policy, '--batch', '--dpop-proof', proof], { input: jwt })
  assert.equal(code, 2)
  assert.match(stderr, /--dpop-proof and --batch exclude each other/)
})

test('a bound token of which no proof is demanded: explain says so', async () => {
  const { code, stdout } = await run(['explain', ...policy], { input: jwt })
  assert.equal(code, 0)
  assert.match(stdout, /! The token is bound to a key \(cnf\.jkt\), and no proof is demanded.*--dpop\n/)
})

test('a proof in place of the token: decode shows it and says what it is; explain refuses it, and says so', async () => {
  const { code, stdout } = await run(['decode'], { input: `DPoP: ${proof}` })
  assert.equal(code, 0)
  assert.match(stdout, /! This is a DPoP proof, and not an access token[^]*"dpop\+jwt"[^]*htu/)
  assert.doesNotMatch(stdout, /its own key/)
  assert.equal(JSON.parse((await run(['decode', '--json'], { input: proof })).stdout).kind, 'DPoP proof')
  assert.equal(JSON.parse((await run(['decode', '--json'], { input: jwt })).stdout).kind, undefined)
  const refused = await run(['explain', ...policy], { input: possessionOf(jwt).proof })
  assert.equal(refused.code, 1)
  assert.match(refused.stdout, /✗ typ [^]*what to do +This is a DPoP proof/)
})

test('policy says of a bound token what to add', async () => {
  const { code, stdout, stderr } = await run(
    ['policy', '--issuer', issuer, '--jwks', jwksFile, '--no-fetch', '--yes', '--now', String(now)],
    { input: jwt }
  )
  assert.equal(code, 0, stderr)
  assert.match(`${stdout}${stderr}`, /bound to a key \("cnf\.jkt"\): add dpop: true/)
})

test('2: flags that no proof could be for are refused by name: the client is not blamed', async () => {
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [['--dpop-url', '/tools'], /--dpop-url must be an absolute URL[^]*https:\/\/api\.example\.com\/tools/],
    [['--dpop-url', 'mcp.example.com/tools'], /--dpop-url must be an absolute URL/],
    [['--dpop-url', 'https://'], /--dpop-url must be an absolute URL/],
    [['--dpop-url', url, '--dpop-method', 'get'], /--dpop-method has letters in lower case[^]*--dpop-method GET/],
    [['--dpop-url', url, '--dpop-method', 'Get'], /--dpop-method has letters in lower case[^]*--dpop-method GET/]
  ])) {
    for (const command of ['verify', 'explain']) {
      const { code, stdout, stderr } = await run([command, ...policy, '--dpop-proof', proof, ...args], { input: jwt })
      assert.deepEqual([code, stdout], [2, ''], stderr)
      assert.match(stderr, message)
    }
  }
  const relative = `fetch("/tools", { headers: { Authorization: "DPoP ${jwt}", DPoP: "${proof}" } })`
  const { code, stderr } = await run(['explain', ...policy], { input: relative })
  assert.equal(code, 2)
  assert.match(stderr, /--dpop-url is missing: the absolute URL/)
  assert.equal((await run(['explain', ...policy, '--dpop-url', url], { input: relative })).code, 0)
})

test('a proof from a log is old: the advice names --now; a proof as a token, where it belongs', async () => {
  const old = curl(proofFor(jwt, { claims: { iat: now - 500 } }))
  assert.match((await run(['explain', ...policy], { input: old })).stdout, /✗ proof_iat [^]*what to do [^\n]*--now/)
  const { stdout } = await run(['explain', ...policy], { input: proof })
  assert.match(stdout, /✗ typ [^]*what to do +This is a DPoP proof[^\n]*header DPoP/)
  assert.doesNotMatch(stdout, /--algorithms|own key/)
})

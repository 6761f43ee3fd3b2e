import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { soundCurveKey } from '../js/support/curve-keys.js'
import { audience, goodClaims, issuer, now, publicJwk, token } from '../js/support/tokens.js'
import { file, jwksFile, policy, run } from './support/cli.js'

const jwt = token()

describe('exit codes', () => {
  test('0: an accepted token, with its subject, scopes and times', async () => {
    const { code, stdout, stderr } = await run(['verify', ...policy], { input: `${jwt}\n` })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^✓ accepted\n/)
    assert.match(stdout, /subject +user-1\n/)
    assert.match(stdout, /scopes +tools:read\n/)
    assert.match(stdout, /expires .*\(in 5 min\)/)
    assert.equal(stderr, '')
  })

  test('1: a refused token, with code, reason, status and what to do', async () => {
    const { code, stdout } = await run(['verify', ...policy], { input: token({ claims: { exp: now - 100 } }) })
    assert.equal(code, 1)
    assert.match(stdout, /^✗ refused: JWT is expired\n/)
    for (const part of [/AUTH_TOKEN_EXPIRED/, /reason +expired/, /claim +exp/, /401/, /Refresh the access token/]) {
      assert.match(stdout, part)
    }
  })

  test('1: no token at all', async () => {
    const { code, stdout } = await run(['verify', ...policy], { input: '\n' })
    assert.equal(code, 1)
    assert.match(stdout, /AUTH_TOKEN_MISSING/)
  })

  test('2: wrong usage says what is wrong, on standard error alone', async () => {
    const cases = [
      [[], /Usage/],
      [['verfy'], /no command "verfy"\n {2}did you mean "verify"\?/],
      [['lint'], /no command "lint"\n {2}did you mean "lint-jwks"\?/],
      [['verify', '--isuer', 'x'], /unknown option --isuer\n {2}did you mean --issuer\?/],
      [['verify', '--issuer'], /--issuer/],
      [['verify', '--audience', 'a', '--jwks', jwksFile], /--issuer is missing/],
      [['verify', '--issuer', issuer, '--jwks', jwksFile], /--audience is missing/],
      [['verify', ...policy, '--any-audience'], /exclude each other/],
      [['verify', ...policy, '--discover'], /exclude each other/],
      [['verify', ...policy, '--issuer', 'twice'], /given twice/],
      [
        ['verify', ...policy, '--clock-tolerance', '301'],
        /--clock-tolerance must be a number of seconds from 0 to 300/
      ],
      [['verify', ...policy, '--clock-tolerance', 'x'], /--clock-tolerance must be a number/],
      [['verify', ...policy, '--claims', '{"a":}'], /--claims is no JSON: .*, at character 6/],
      [['verify', ...policy, '--scopes-claim', '["a"'], /--scopes-claim is no JSON/],
      [['verify', ...policy, '--claims', 'a'], /--claims must be an object of claims/],
      [['verify', ...policy, '--claims', '{"a":null}'], /--claims: "a" must be/],
      [['verify', ...policy, '--algorithms', 'HS256'], /must be one of RS256/],
      [['verify', ...policy, 'one', 'two'], /one argument too many/],
      [['verify', ...policy, '/no/such/file'], /does not exist/],
      [['verify', ...policy, '/'], /is a directory/],
      [['verify', '--policy', '-'], /must be a file/],
      [['verify', '--policy', file('dup.json', '{"issuer":"a","issuer":"b"}')], /twice/],
      [['verify', '--policy', file('unknown.json', { issuer, audience, isuer: 1 })], /did you mean "issuer"/],
      [['verify', ...policy.slice(0, -1), 'yesterday'], /must be seconds since 1970/]
    ]
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await run(args)
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`)
      assert.match(stderr, message)
      assert.equal(stdout, '')
      assert.ok(!stderr.includes('    at '), stderr)
    }
  })

  test('2: keys, a policy or a token where the name of a file belongs: nothing of it is shown', async () => {
    const secret = 'WnSuperSecretValue'
    const jwks = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', d: secret }] })
    const cases = [
      ['lint-jwks', jwks],
      ['verify', '--issuer', issuer, '--audience', audience, '--jwks', jwks],
      ['verify', '--policy', JSON.stringify({ issuer, tokenIdSecret: secret })],
      ['decode', `{"access_token":"${secret}"}`]
    ]
    for (const args of cases) {
      const { code, stdout, stderr } = await run(args, { input: '' })
      assert.equal(code, 2, stderr)
      assert.match(stderr, /this is text, and the name of a file is asked for[^]*save it in a file/)
      assert.ok(!`${stdout}${stderr}`.includes(secret), args[0])
    }
  })

  test('a JWK Set in a file may begin with a byte order mark; more than 1 MiB is said to be that', async () => {
    const keys = { keys: [soundCurveKey('P-256')] }
    const marked = file('marked.json', `\uFEFF${JSON.stringify(keys)}`)
    assert.equal((await run(['lint-jwks', marked])).code, 0)
    const large = file('large.json', JSON.stringify({ ...keys, filler: 'x'.repeat(2 ** 20) }))
    const { code, stderr } = await run(['lint-jwks', large])
    assert.equal(code, 2)
    assert.match(stderr, /more than 1 MiB/)
  })

  test('2: keys in a file that is no JSON: nothing of it is shown, and of a PEM what to do', async () => {
    const secret = 'MC4CAQAwBQYDK2VwBCIEI'
    const pem = file('key.pem', `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`)
    const text = file('key.txt', secret)
    const cases = /** @type {[string[], RegExp][]} */ ([
      [
        ['verify', ...policy.with(policy.indexOf('--jwks') + 1, pem)],
        /this PEM is a private key[^]*openssl pkey -pubout/
      ],
      [['lint-jwks', pem], /this PEM is a private key/],
      [['verify', ...policy.with(policy.indexOf('--jwks') + 1, text)], /--jwks is no JSON: .*, at character 1\n/]
    ])
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await run(args, { input: jwt })
      assert.deepEqual([code, stdout], [2, ''], stderr)
      assert.match(stderr, message)
      assert.ok(!stderr.includes(secret.slice(0, 4)), stderr)
    }
  })

  test('3: keys that cannot be had', async () => {
    const unreachable = ['--jwks', 'http://127.0.0.1:1/jwks', '--insecure-loopback']
    const weak = ['--jwks', file('weak.json', { keys: [publicJwk('bits1024')] })]
    const twice = ['--jwks', file('twice.json', '{"keys":[],"keys":[]}')]
    for (const [keys, reason] of [
      [unreachable, 'jwks_fetch_failed'],
      [weak, 'jwks_no_usable_key'],
      [twice, 'jwks_duplicate_member']
    ]) {
      const args = ['verify', '--json', '--issuer', issuer, '--audience', audience, '--now', String(now), ...keys]
      const { code, stdout } = await run(args, { input: jwt })
      assert.equal(code, 3, reason)
      assert.equal(JSON.parse(stdout).error.reason, reason)
    }
  })
})

describe('where the token comes from', () => {
  test('a file, "Bearer …", a header and a curl command will do, with white space around them', async () => {
    const forms = [
      jwt,
      `Bearer ${jwt}\n`,
      `Authorization: Bearer ${jwt}\r\n`,
      `curl -H 'Authorization: Bearer ${jwt}' https://a`
    ]
    for (const [index, form] of forms.entries()) {
      const { code, stderr } = await run(['verify', ...policy, file(`token-${index}`, form)])
      assert.equal(code, 0, form)
      assert.equal(stderr.includes('taken out of'), form.startsWith('Bearer'))
    }
  })

  test('an argument works, and warns about the history; --token too', async () => {
    for (const args of [[jwt], ['--token', jwt], [`Bearer ${jwt}`]]) {
      const { code, stderr } = await run(['verify', ...policy, ...args])
      assert.equal(code, 0)
      assert.match(stderr, /history/)
      assert.ok(!stderr.includes(jwt))
    }
  })

  test('nothing is repaired: a line break inside a token is refused', async () => {
    const { code, stdout } = await run(['verify', '--json', ...policy], {
      input: `${jwt.slice(0, 50)}\n${jwt.slice(50)}`
    })
    assert.equal(code, 1)
    assert.equal(JSON.parse(stdout).error.reason, 'header_base64')
  })

  test('an input without end is cut off and refused', async () => {
    async function* endless() {
      for (;;) yield 'A'.repeat(65_536)
    }
    const { code, stdout } = await run(['verify', '--json', ...policy], { input: endless() })
    assert.equal(code, 1)
    assert.equal(JSON.parse(stdout).error.reason, 'token_too_large')
  })
})

describe('policy', () => {
  test('each flag does what createVerifier’s option does', async () => {
    const cases = [
      [['--scope', 'tools:read'], {}, undefined],
      [['--scope', 'tools:read tools:call'], {}, 'scope_missing'],
      [['--scope', 'tools:read', '--scope', 'tools:call'], {}, 'scope_missing'],
      [['--allowed-scope', 'other', '--scope', 'tools:read'], {}, 'scope_missing'],
      [['--algorithms', 'RS384,PS256'], {}, 'alg_not_allowed'],
      [['--algorithms', 'RS384', '--algorithms', 'RS256'], {}, undefined],
      [['--typ', 'JWT'], {}, 'typ_not_allowed'],
      [['--max-token-age', '5', '--clock-tolerance', '0'], {}, 'too_old'],
      [['--required-claim', 'jti'], {}, 'claim_missing'],
      [['--claims', '{"azp":["web","cli"]}'], { azp: 'cli' }, undefined],
      [['--claims', '{"azp":["web","cli"]}'], { azp: 'other' }, 'claim_mismatch'],
      [['--scopes-claim', 'permissions', '--scope', 'a'], { permissions: ['a'] }, undefined],
      [['--scopes-claim', '["realm_access","roles"]', '--scope', 'a'], { realm_access: { roles: ['a'] } }, undefined],
      [['--scopes-claim', 'permissions', '--scope', 'tools:read'], {}, 'scope_missing'],
      [['--no-subject'], { sub: undefined }, undefined],
      [[], { sub: undefined }, 'claim_missing'],
      [['--profile', 'at+jwt'], {}, 'claim_missing'],
      [['--audience-match', 'exclusive'], { aud: [audience, 'https://other.example/'] }, 'audience_mismatch'],
      [['--max-token-bytes', '100'], {}, 'token_too_large'],
      [['--clock-tolerance', '0'], { exp: now }, 'expired'],
      [['--clock-tolerance', '300'], { exp: now - 299 }, undefined]
    ]
    for (const [flags, claims, reason] of cases) {
      const { code, stdout, stderr } = await run(['verify', '--json', ...policy, ...flags], {
        input: token({ claims })
      })
      assert.notEqual(stdout, '', stderr)
      assert.equal(JSON.parse(stdout).error?.reason, reason, flags.join(' '))
      assert.equal(code, reason === undefined ? 0 : 1)
    }
  })

  test('--now may be any number of seconds, also one that JavaScript writes with an exponent', async () => {
    const times = { '999999999999999999999999': 'expired', '0.0000001': 'issued_in_future' }
    for (const [time, reason] of Object.entries(times)) {
      const flags = [...policy.slice(0, policy.indexOf('--now')), '--now', time]
      const { code, stdout } = await run(['verify', '--json', ...flags], { input: token({ claims: { iat: now } }) })
      assert.equal(JSON.parse(stdout).error.reason, reason)
      assert.equal(code, 1)
    }
  })

  test('a policy file has the options by their names, and flags win over it', async () => {
    const options = { issuer, audience, jwks: { keys: [publicJwk()] }, requiredScope: 'tools:call', now }
    const path = file('policy.json', options)
    const refused = await run(['verify', '--policy', path, '--json'], { input: jwt })
    assert.equal(JSON.parse(refused.stdout).error.reason, 'scope_missing')
    const accepted = await run(['verify', '--policy', path, '--scope', 'tools:read'], { input: jwt })
    assert.equal(accepted.code, 0, accepted.stderr)
    const elsewhere = await run(['verify', '--policy', path, '--audience', 'https://other.example/', '--json'], {
      input: jwt
    })
    assert.equal(JSON.parse(elsewhere.stdout).error.reason, 'audience_mismatch')
    const later = await run(['verify', '--policy', path, '--now', '2099-01-01T00:00:00Z', '--json'], { input: jwt })
    assert.equal(JSON.parse(later.stdout).error.reason, 'expired')
  })

  test('a flag for keys replaces those of the file, whichever they are', async () => {
    const path = file('uri-policy.json', { issuer, audience, jwksUri: 'https://nowhere.example/jwks', now })
    const { code, stderr } = await run(['verify', '--policy', path, '--jwks', jwksFile, '--scope', 'tools:read'], {
      input: jwt
    })
    assert.equal(code, 0, stderr)
  })

  test('one JWK will do for a JWK Set', async () => {
    const args = policy.map((each) => (each === jwksFile ? file('one.json', publicJwk()) : each))
    assert.equal((await run(['verify', ...args], { input: jwt })).code, 0)
  })
})

test('--json: the token as the library gives it, and nothing else on standard output', async () => {
  const { stdout } = await run(['verify', '--json', ...policy], { input: jwt })
  const { valid, token: verified } = JSON.parse(stdout)
  assert.equal(valid, true)
  assert.deepEqual(verified.claims, goodClaims())
  assert.deepEqual(verified.scopes, ['tools:read'])
})

test('no output ever has the token, its signature or a part of the key', async () => {
  const [head, , signature] = jwt.split('.')
  const wrong = token({ claims: { aud: 'x' } })
  for (const command of ['verify', 'explain', 'decode']) {
    for (const flags of [[], ['--json']]) {
      for (const input of [jwt, wrong, `${jwt}x`, `${head}.${head}.${signature}`]) {
        const args = command === 'decode' ? [] : policy
        const { stdout, stderr } = await run([command, ...args, ...flags], { input })
        for (const hidden of [input, signature, publicJwk().n]) assert.ok(!(stdout + stderr).includes(hidden), command)
      }
    }
  }
})

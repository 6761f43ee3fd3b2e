import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { lintJwks } from 'assay-jwt'
import { checks as table } from '../../tables/checks.js'
import { startHttpServer } from '../support/http-server.js'
import { compact, goodClaims, issuer, now, publicJwk, token } from '../js/support/tokens.js'
import { file, jwksFile, main, policy, run, runOnTerminal } from './support/cli.js'

const jwt = token()
const ESCAPE = '\u001b'
const COMMANDS = ['verify', 'explain', 'decode', 'lint-jwks', 'fetch-jwks', 'policy', 'debug']

describe('help', () => {
  test('it names --version; decode accepts nothing; and dates are in UTC, with their zone', async () => {
    assert.match((await run(['--help'])).stdout, /assay-jwt --version/)
    const { stdout } = await run(['decode', '--help'])
    assert.match(stdout, /Exit codes: 0 readable \(which proves nothing\), 1 not readable/)
    assert.doesNotMatch(stdout, /accepted/)
    const shown = await run(['decode', '--now', String(now), file('utc.jwt', jwt)])
    const { iat } = goodClaims()
    assert.ok(shown.stdout.includes(new Date(iat * 1000).toISOString().replace('.000Z', 'Z')), shown.stdout)
  })

  test('of the program and of each command: on standard output, with every flag and the exit codes', async () => {
    const { code, stdout } = await run(['--help'])
    assert.equal(code, 0)
    for (const command of COMMANDS) {
      assert.ok(stdout.includes(command), command)
      for (const args of [
        [command, '--help'],
        [command, '-h'],
        ['help', command]
      ]) {
        const help = await run(args)
        assert.equal(help.code, 0)
        assert.match(help.stdout, new RegExp(`Usage {2}assay-jwt ${command} `))
        assert.match(help.stdout, /Exit codes: 0 .*1 .*2 .*3 /)
        assert.match(help.stdout, /--json/)
      }
    }
  })

  test('--version is the package’s', async () => {
    assert.match((await run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/)
  })
})

describe('explain', () => {
  test('every check in the pipeline’s order, with its clause; expected, actual and what to do where one failed', async () => {
    const input = token({ claims: { exp: now - 100, iss: 'https://auth.example.com' } })
    const { code, stdout } = await run(['explain', ...policy], { input })
    assert.equal(code, 1)
    assert.match(
      stdout,
      /^✗ refused: JWT issuer is not allowed\n {2}AUTH_INVALID_ISSUER issuer_mismatch, HTTP status 401\n/
    )
    const names = [...stdout.matchAll(/^[✓✗–] (\w+) .*\[RFC \d+ §[^\]]+\]$/gm)].map(([, name]) => name)
    assert.equal(names.length, table.length)
    assert.deepEqual([names[0], names[8], names.at(-1)], ['size', 'key', 'token_id_hash'])
    assert.match(
      stdout,
      /✗ issuer .*\n +expected +https:\/\/auth.example.com\/\n +actual +https:\/\/auth.example.com\n +what to do +Write the issuer exactly/
    )
    assert.match(stdout, /✗ exp .*\[RFC 7519 §4.1.4\]\n(?:.*\n){2} +what to do +Get a new token/)
    assert.match(stdout, /actual +1799999900 {2}\S/)
    assert.match(stdout, /exp: 1799999900 .*100 s ago|exp: 1799999900 .*2 min ago/)
  })

  test('an accepted token: exit code 0', async () => {
    const { code, stdout } = await run(['explain', ...policy], { input: jwt })
    assert.equal(code, 0)
    assert.match(stdout, /^✓ accepted\n/)
  })

  test('--json is the library’s report, with the marks in the token’s text', async () => {
    const input = compact({ alg: 'RS256', kid: 'good' }, JSON.stringify(goodClaims()).replace('}', ',"sub":"admin"}'))
    const { code, stdout } = await run(['explain', '--json', ...policy], { input })
    const report = JSON.parse(stdout)
    assert.equal(code, 1)
    assert.equal(report.error.reason, 'claims_duplicate_member')
    assert.deepEqual(
      report.marks.map(({ kind }) => kind),
      ['duplicate', 'duplicate']
    )
  })

  test('3: keys that cannot be had; the other checks are shown all the same', async () => {
    const keys = ['--jwks', 'http://127.0.0.1:1/', '--insecure-loopback']
    const args = ['explain', '--issuer', issuer, '--any-audience', '--now', String(now), ...keys]
    const { code, stdout } = await run(args, { input: jwt })
    assert.equal(code, 3)
    assert.match(stdout, /^✗ not decided: JWKS could not be fetched/)
    assert.match(stdout, /✓ issuer/)
  })

  test('a key that the token brings along is pointed out', async () => {
    const { stdout } = await run(['explain', ...policy], {
      input: token({ header: { jwk: publicJwk(), jku: 'https://evil.example/' } })
    })
    assert.match(stdout, /! The header's jwk was ignored/)
    assert.match(stdout, /! characters \d+ to \d+: "jku": the token brings its own key/)
  })
})

describe('decode', () => {
  test('shows header and claims with dates, and never says that a token is good', async () => {
    const { code, stdout } = await run(['decode', '--now', String(now)], { input: `Bearer ${jwt}` })
    assert.equal(code, 0)
    assert.match(stdout, /^Not verified: anyone can write this\.\n/)
    assert.match(stdout, /alg: "RS256"/)
    assert.match(stdout, /exp: 1800000300 .*in 5 min/)
    assert.doesNotMatch(stdout, /✓|accept|valid/i)
    const json = JSON.parse((await run(['decode', '--json'], { input: jwt })).stdout)
    assert.equal(json.verified, false)
    assert.deepEqual(json.claims, goodClaims())
    assert.equal('valid' in json, false)
  })

  test('what the core does not read is refused, its place is shown, and the exit code is 1', async () => {
    const twice = compact({ alg: 'RS256' }, '{"iss":"a","iss":"b"}')
    const { code, stdout } = await run(['decode'], { input: twice })
    assert.equal(code, 1)
    assert.match(stdout, /refused by the core; its text is\n {2}\{"iss":"a","iss":"b"\}/)
    assert.equal([...stdout.matchAll(/^! characters \d+ to \d+: "iss" is here twice/gm)].length, 2)
    for (const input of ['', 'opaque', 'a.b.c', 'W10.W10.'])
      assert.equal((await run(['decode'], { input })).code, 1, input)
  })
})

describe('fetch-jwks', () => {
  /** @param {(url: string) => Promise<void>} body */
  async function withIssuer(body) {
    const { url, server, close } = await startHttpServer()
    const answers = {
      '/.well-known/oauth-authorization-server': () => ({ issuer: url, jwks_uri: `${url}/keys` }),
      '/keys': () => ({ keys: [publicJwk()] }),
      '/odd': () => '{"keys":[],"keys":[]}'
    }
    server.on('request', (request, response) => {
      const answer = answers[request.url]?.()
      response.statusCode = answer === undefined ? 404 : 200
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}))
    })
    try {
      await body(url)
    } finally {
      await close()
    }
  }

  test('prints the set of a URL, or the one that the issuer’s metadata names; says what it asks', async () => {
    await withIssuer(async (url) => {
      const direct = await run(['fetch-jwks', `${url}/keys`, '--insecure-loopback'])
      assert.deepEqual([direct.code, JSON.parse(direct.stdout)], [0, { keys: [publicJwk()] }])
      assert.match(direct.stderr, /^1 key from http:/)
      const found = await run(['fetch-jwks', '--issuer', url, '--insecure-loopback', '--json'])
      assert.deepEqual(JSON.parse(found.stdout), { jwksUri: `${url}/keys`, jwks: { keys: [publicJwk()] } })
      assert.match(found.stderr, /asking .*oauth-authorization-server, then .*openid-configuration/)
    })
  })

  test('3: a set that cannot be had or read; 2: no https', async () => {
    await withIssuer(async (url) => {
      assert.equal((await run(['fetch-jwks', `${url}/none`, '--insecure-loopback'])).code, 3)
      assert.equal((await run(['fetch-jwks', `${url}/odd`, '--insecure-loopback'])).code, 3)
      assert.equal((await run(['fetch-jwks', `${url}/keys`])).code, 2)
      assert.equal((await run(['fetch-jwks'])).code, 2)
      assert.equal((await run(['fetch-jwks', 'keys.json'])).code, 2)
    })
  })

  test('verify takes the keys from a URL, or discovers them', async () => {
    await withIssuer(async (url) => {
      const input = token({ claims: { iss: url } })
      const flags = ['--issuer', url, '--any-audience', '--now', String(now), '--insecure-loopback']
      for (const keys of [['--jwks', `${url}/keys`], ['--discover'], []]) {
        const { code, stdout } = await run(['verify', ...flags, ...keys], { input })
        assert.equal(code, 0, stdout)
      }
    })
  })
})

describe('lint-jwks', () => {
  const weak = { ...publicJwk(), kid: 'weak', e: 'AQ' }

  test('0: a good set, from a file or standard input, key by key', async () => {
    for (const result of [
      await run(['lint-jwks', jwksFile]),
      await run(['lint-jwks'], { input: JSON.stringify({ keys: [publicJwk()] }) })
    ]) {
      assert.equal(result.code, 0, result.stdout)
      assert.match(result.stdout, /✓ keys\[0\] good RSA, 2048 bits/)
      assert.match(result.stdout, /✓ 1 of 1 keys usable/)
    }
  })

  test('1: an error, with its rule, its clause and what to do', async () => {
    const { code, stdout } = await run(['lint-jwks', file('weak-exponent.json', { keys: [publicJwk(), weak] })])
    assert.equal(code, 1)
    assert.match(stdout, /✗ keys\[1\] weak/)
    assert.match(stdout, /error: .*\[key_exponent, /)
    assert.match(stdout, /✗ 1 of 2 keys usable/)
    const twice = await run(['lint-jwks'], { input: '{"keys":[],"keys":[]}' })
    assert.deepEqual([twice.code, /jwks_duplicate_member/.test(twice.stdout)], [1, true])
  })

  test('--json is what lintJwks returns', async () => {
    const text = JSON.stringify({ keys: [weak] })
    const { stdout } = await run(['lint-jwks', '--json'], { input: text })
    assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(lintJwks(text))))
  })

  test('from a URL; 3 where it cannot be had, 2 for a file that is not there', async () => {
    const server = await startHttpServer((_request, response) => response.end(JSON.stringify({ keys: [publicJwk()] })))
    try {
      assert.equal((await run(['lint-jwks', `${server.url}/keys`, '--insecure-loopback'])).code, 0)
    } finally {
      await server.close()
    }
    assert.equal((await run(['lint-jwks', `${server.url}/keys`, '--insecure-loopback'])).code, 3)
    assert.equal((await run(['lint-jwks', '/no/such/file'])).code, 2)
  })
})

describe('terminals', () => {
  test('colours on a terminal alone; NO_COLOR takes them away, FORCE_COLOR brings them', async () => {
    const args = ['verify', ...policy, file('token.txt', jwt)]
    assert.ok((await runOnTerminal(args)).screen.includes(`${ESCAPE}[32m`))
    assert.ok(!(await runOnTerminal(args, { env: { NO_COLOR: '1' } })).screen.includes(ESCAPE))
    assert.ok(!(await runOnTerminal(args, { env: { TERM: 'dumb' } })).screen.includes(ESCAPE))
    assert.ok(!(await run(args)).stdout.includes(ESCAPE))
    assert.ok((await run(args, { env: { FORCE_COLOR: '1' } })).stdout.includes(`${ESCAPE}[32m`))
    assert.ok(!(await run(args, { env: { FORCE_COLOR: '0' } })).stdout.includes(ESCAPE))
  })

  test('a token cannot write on the terminal: control characters of its claims are escaped', async () => {
    const nasty = `${ESCAPE}[2J\u009b31m\u202e\r\nfake: ✓ accepted\u2028`
    const claims = { sub: nasty, aud: nasty, iss: nasty, [nasty]: 1, nbf: nasty }
    const input = token({ header: { kid: nasty, typ: nasty }, claims })
    for (const args of [
      ['explain', ...policy],
      ['explain', '--json', ...policy],
      ['decode'],
      ['decode', '--json'],
      ['verify', ...policy]
    ]) {
      const { stdout, stderr } = await run(args, { input })
      // eslint-disable-next-line no-control-regex -- they are what must not be there
      assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/, args.join(' '))
      assert.doesNotMatch(stdout, /^fake/m)
    }
    const accepted = token({ claims: { sub: nasty } })
    const { code, stdout } = await run(['verify', ...policy], { input: accepted })
    assert.equal(code, 0)
    assert.doesNotMatch(stdout, /^fake/m)
    assert.equal(
      JSON.parse((await run(['verify', '--json', ...policy], { input: accepted })).stdout).token.subject,
      nasty
    )
  })
})

test('a reader that closes early is no error, whatever the command', async () => {
  for (const args of [['explain', ...policy], ['decode'], ['--help'], ['fetch-jwks', '--help']]) {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.stdin.on('error', () => {})
    child.stdin.end(jwt)
    const [, signal] = await once(child, 'close')
    assert.deepEqual([signal, stderr], [null, ''], args.join(' '))
  }
})

test('keys may come through a pipe that is no file', async () => {
  const child = spawn('bash', [
    '-c',
    `"$0" "$@" --jwks <(cat ${jwksFile})`,
    process.execPath,
    main,
    'verify',
    ...policy.filter((each, index) => each !== jwksFile && policy[index + 1] !== jwksFile)
  ])
  child.stdin.end(jwt)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  assert.equal(code, 0, output)
})

// `assay-jwt policy` as a process: with a real authorization server, with and without a terminal, with tokens of forgers.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from '../support/package-exports.js'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { compact, encode, now, token } from '../js/support/tokens.js'
import { file, jwksFile, main, run } from './support/cli.js'

const resource = 'https://api.example.com'
mkdirSync(join(root, 'build'), { recursive: true })
/** In the repository: the programs import assay-jwt. */
const directory = mkdtempSync(join(root, 'build/policy-'))
after(() => rmSync(directory, { recursive: true, force: true }))

/** @type {import('../support/authorization-server.js').AuthorizationServer} */
let server
/** @type {string} */
let jwt
before(async () => {
  server = await startAuthorizationServer()
  jwt = await server.issue({ resource })
})
after(() => server.close())

const reasonOf = (/** @type {Promise<any>} */ result) =>
  result.then(
    () => 'accepted',
    (error) => error.reason
  )

/** @param {string} name @param {string} code @returns {Promise<any>} the module */
async function load(name, code) {
  const path = join(directory, name)
  writeFileSync(path, code)
  return import(pathToFileURL(path).href)
}

describe('of a real authorization server’s token', () => {
  test('the program runs: it accepts this token and another of the server, and refuses altered ones', async () => {
    const { code, stdout, stderr } = await run(
      ['policy', '--issuer', server.issuer, '--insecure-loopback', '--scope', 'tools:call'],
      { input: jwt }
    )
    assert.equal(code, 0, stderr)
    assert.match(stderr, /✓ accepted[^]*✓ signature /)
    assert.match(stderr, /does not prove the token[^]*Compare issuer, audience and keys/)
    const { verify, verifier } = await load('good.js', stdout)
    assert.equal((await verify(jwt)).issuer, server.issuer)
    assert.equal(await reasonOf(verify(await server.issue({ resource }))), 'accepted')
    assert.equal(await reasonOf(verify(await server.issue({ resource, scope: 'tools:read' }))), 'scope_missing')
    assert.equal(await reasonOf(verify(await server.issue({ resource: 'https://other.example' }))), 'audience_mismatch')
    const [header, claims, signature] = jwt.split('.')
    const altered = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'root' }
    assert.equal(await reasonOf(verify([header, encode(altered), signature].join('.'))), 'signature_mismatch')
    verifier.dispose()
  })

  test('the TypeScript compiles strictly', async () => {
    const args = ['policy', '--yes', '--insecure-loopback', '--format', 'ts', '--scope', 'tools:call']
    const { code, stdout } = await run(args, { input: jwt })
    assert.equal(code, 0)
    writeFileSync(join(directory, 'policy.ts'), stdout)
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck']
    const compiled = spawnSync(process.execPath, [tsc, ...options, join(directory, 'policy.ts')], { encoding: 'utf8' })
    assert.equal(compiled.stdout, '')
    assert.equal(compiled.status, 0)
  })

  test('--json is a file for --policy', async () => {
    const args = ['policy', '--json', '--issuer', server.issuer, '--insecure-loopback', '--scope', 'tools:call']
    const written = await run(args, { input: jwt })
    const policy = file('written.json', written.stdout)
    assert.equal((await run(['verify', '--policy', policy], { input: jwt })).code, 0)
    const other = await server.issue({ resource, scope: 'tools:read' })
    assert.match((await run(['verify', '--policy', policy], { input: other })).stdout, /scope_missing/)
  })

  test('a discovery document at hand is not fetched, and names the keys', async () => {
    const metadata = file('metadata.json', { issuer: server.issuer, jwks_uri: server.jwksUri })
    const args = ['policy', '--json', '--yes', '--insecure-loopback', '--metadata', metadata]
    const { code, stdout } = await run(args, { input: jwt })
    assert.equal(code, 0)
    assert.equal(JSON.parse(stdout).jwksUri, server.jwksUri)
    const other = file('other.json', { issuer: 'https://other.example', jwks_uri: server.jwksUri })
    const refused = await run(['policy', '--yes', '--insecure-loopback', '--metadata', other], { input: jwt })
    assert.deepEqual([refused.code, refused.stdout], [3, ''])
    assert.match(refused.stderr, /another issuer|names/)
  })

  test('a forger’s token: the forger’s issuer is refused where yours is given, and nothing is asked of it', async () => {
    const forger = await startAuthorizationServer()
    const forged = await forger.issue({ resource })
    /** @type {(string | undefined)[]} */
    const { code, stdout, stderr } = await run(['policy', '--issuer', server.issuer, '--insecure-loopback'], {
      input: forged
    })
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /the token is not of --issuer/)
    await forger.close()
  })
})

/** Flags that try the policy on token() without a network. */
const offline = ['--no-fetch', '--jwks', jwksFile, '--now', String(now)]
const issuer = ['--issuer', 'https://auth.example.com/']
const github = 'https://token.actions.githubusercontent.com'

describe('without a terminal', () => {
  test('whose the issuer is must be said: --issuer, or --yes', async () => {
    const { code, stdout, stderr } = await run(['policy', ...offline], { input: token() })
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(
      stderr,
      /whether "https:\/\/auth\.example\.com\/" is your authorization server.*\n.*--issuer .* or --yes/
    )
    for (const flags of [issuer, ['--yes'], ['-y']]) {
      assert.equal((await run(['policy', ...offline, ...flags], { input: token() })).code, 0)
    }
  })

  test('what cannot be decided is an error that names the flag', async () => {
    for (const [claims, header, flag] of /** @type {[object, object, RegExp][]} */ ([
      [{ aud: ['https://a.example', 'https://b.example'] }, {}, /--audience NAME/],
      [{ aud: undefined, azp: 'web' }, {}, /--any-audience; then "azp" must be "web"/],
      [{ aud: [] }, {}, /--any-audience/],
      [{ sub: undefined }, {}, /--no-subject/],
      [{}, { typ: 'logout+jwt' }, /--yes if/],
      // Without its preset every repository at GitHub would be let in.
      [{ iss: github, repository: 7 }, {}, /--no-preset/]
    ])) {
      const input = token({ claims, header })
      const whose = 'iss' in claims ? ['--yes'] : issuer
      const { code, stdout, stderr } = await run(['policy', ...offline, ...whose], { input })
      assert.deepEqual([code, stdout], [2, ''], stderr)
      assert.match(stderr, flag)
    }
  })

  test('the flags decide: one audience of several, none at all, no subject', async () => {
    const several = token({ claims: { aud: ['https://a.example', 'https://b.example'] } })
    const chosen = await run(['policy', '--json', ...offline, ...issuer, '--audience', 'https://b.example'], {
      input: several
    })
    assert.equal(JSON.parse(chosen.stdout).audience, 'https://b.example')
    const none = token({ claims: { aud: undefined, azp: 'web' } })
    const any = await run(['policy', '--json', ...offline, ...issuer, '--any-audience'], { input: none })
    const { audience, claims } = JSON.parse(any.stdout)
    assert.deepEqual([any.code, audience, claims], [0, null, { azp: 'web' }])
    const nobody = token({ claims: { sub: undefined } })
    const subject = await run(['policy', '--json', ...offline, ...issuer, '--no-subject'], { input: nobody })
    assert.equal(JSON.parse(subject.stdout).requireSubject, false)
  })

  test('--yes never accepts any audience, and never chooses among several', async () => {
    for (const aud of [undefined, [], ['https://a.example', 'https://b.example']]) {
      const { code, stdout } = await run(['policy', '--yes', ...offline], { input: token({ claims: { aud } }) })
      assert.deepEqual([code, stdout], [2, ''])
    }
  })

  test('a token that the policy refuses: the policy is written, and the exit code is that of verify', async () => {
    const input = token({ claims: { exp: now - 1000 } })
    const { code, stdout, stderr } = await run(['policy', ...offline, ...issuer], { input })
    assert.equal(code, 1)
    assert.match(stdout, /createVerifier/)
    assert.match(stderr, /✗ exp /)
  })

  test('--no-fetch without keys: the claims are tried, and it is said that the signature is not', async () => {
    const args = ['policy', '--no-fetch', ...issuer, '--now', String(now)]
    const good = await run(args, { input: token() })
    assert.equal(good.code, 0)
    assert.match(good.stderr, /The signature was not checked/)
    const bad = await run(args, { input: token({ claims: { exp: now - 1000 } }) })
    assert.notEqual(bad.code, 0)
  })

  test('an algorithm that no verifier has is never written', async () => {
    for (const alg of ['none', 'HS256']) {
      const input = `${encode({ alg })}.${token().split('.')[1]}.AA`
      const { code, stdout } = await run(['policy', ...offline, ...issuer], { input })
      assert.deepEqual([code, stdout], [2, ''], alg)
    }
  })

  test('keys that cannot be discovered: an error that names the flags', async () => {
    for (const iss of ['acme', 'http://auth.example.com/', 'http://127.0.0.1:1/']) {
      const input = token({ claims: { iss } })
      const { code, stderr } = await run(['policy', '--issuer', iss, '--no-fetch'], { input })
      assert.equal(code, 2)
      assert.match(stderr, /cannot be discovered\n.*--jwks URL or --metadata-url URL/)
    }
  })

  test('text that is no token, and unknown formats, are refused without showing them', async () => {
    for (const input of ['', 'secret-value', 'a.b.c', '{"a":1}']) {
      const { code, stdout, stderr } = await run(['policy', '--yes'], { input })
      assert.deepEqual([code, stdout], [2, ''], input)
      assert.doesNotMatch(stderr, /secret-value/)
    }
    assert.match(
      (await run(['policy', '--format', 'xml'], { input: token() })).stderr,
      /--format must be js, ts or json/
    )
  })

  test('a hostile token writes no code: its strings stay strings', async () => {
    const hostile = "https://evil.example/'+process.exit(7)+'\n*/process.exit(7)/*\u2028\u202e`$(process.exit(7))"
    const claims = { iss: hostile, aud: `${hostile}"`, azp: hostile }
    const input = compact({ alg: 'RS256', kid: 'good' }, { ...JSON.parse(goodClaimsText()), ...claims })
    const args = ['policy', '--yes', '--no-fetch', '--jwks', 'https://keys.example/', '--now', String(now)]
    const { stdout, stderr } = await run(args, { input })
    assert.doesNotMatch(stdout + stderr, /[\u2028\u202e]/)
    const { verifier } = await load('hostile.js', stdout)
    verifier.dispose()
    const json = await run([...args, '--json'], { input })
    assert.equal(JSON.parse(json.stdout).issuer, hostile)
    assert.equal(JSON.parse(json.stdout).audience, `${hostile}"`)
  })
})

const goodClaimsText = () => Buffer.from(token().split('.')[1], 'base64url').toString()

describe('at a terminal', () => {
  /**
   * Answers questions at a terminal of its own (script(1) of util-linux); the token comes from a file.
   * @param {string[]} args
   * @param {string[]} answers
   */
  async function converse(args, answers) {
    const env = { ...process.env, TERM: 'xterm', NO_COLOR: '1' }
    delete env.CI
    const quote = (/** @type {string} */ word) => `'${word.replaceAll("'", "'\\''")}'`
    const command = [process.execPath, main, 'policy', ...args].map(quote).join(' ')
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    let screen = ''
    let asked = 0
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (piece) => {
      screen += piece
      while (screen.split(') > ').length - 1 > asked && asked < answers.length)
        child.stdin.write(`${answers[asked++]}\n`)
    })
    const [code] = await once(child, 'close')
    return { code, screen: screen.replaceAll('\r', ''), asked }
  }

  test('it asks whose the issuer is, which audience, which scopes; and the answers decide', async () => {
    const several = file('several.txt', token({ claims: { aud: ['https://a.example', 'https://b.example'] } }))
    const { code, screen, asked } = await converse([several, ...offline], ['y', '3', '2', 'tools:read'])
    assert.deepEqual([code, asked], [0, 4], screen)
    assert.match(screen, /Is "https:\/\/auth\.example\.com\/" your authorization server\?/)
    assert.match(screen, /That is none of them\./)
    assert.match(screen, /audience: 'https:\/\/b\.example'/)
    assert.match(screen, /requiredScope: 'tools:read'/)
  })

  test('Enter is no: an issuer that is not yours ends it, and nothing is written', async () => {
    const { code, screen } = await converse([file('one.txt', token()), ...offline], [''])
    assert.equal(code, 2)
    assert.match(screen, /not your authorization server: nothing is written/)
    assert.doesNotMatch(screen, /createVerifier/)
  })

  test('a known issuer: its preset is offered, and may be declined', async () => {
    const claims = { iss: 'https://acme.eu.auth0.com/', permissions: ['a'] }
    const path = file('auth0.txt', token({ claims }))
    const known = await converse([path, ...offline, '--issuer', claims.iss], ['', ''])
    assert.match(known.screen, /\.\.\.auth0\(\{[^]*✓ accepted/)
    const own = await converse([path, ...offline, '--issuer', claims.iss], ['no', ''])
    assert.doesNotMatch(own.screen, /auth0\(\{/)
    assert.match(own.screen, /issuer: 'https:\/\/acme\.eu\.auth0\.com\/'/)
  })

  test('--yes asks nothing', async () => {
    const { code, asked } = await converse([file('yes.txt', token()), '--yes', ...offline], ['never'])
    assert.deepEqual([code, asked], [0, 0])
  })
})

test('--issuer that differs from the token’s by a slash alone: the error names that', async () => {
  const given = token()
  for (const issuer of ['https://auth.example.com', 'https://AUTH.example.com/', 'http://auth.example.com/']) {
    const { code, stderr } = await run(['policy', '--issuer', issuer, '--any-audience'], { input: given })
    assert.equal(code, 2)
    assert.match(stderr, /it says "https:\/\/auth\.example\.com\/"\n {2}they differ only by a slash at the end/)
  }
  const other = await run(['policy', '--issuer', 'https://other.example.com'], { input: given })
  assert.match(other.stderr, /take a token of that issuer/)
})

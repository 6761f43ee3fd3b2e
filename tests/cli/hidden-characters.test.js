import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { startHttpServer } from '../support/http-server.js'
import { compact, encode, goodClaims, issuer, now, publicJwk, token } from '../js/support/tokens.js'
import { file, main, policy, run, runOnTerminal } from './support/cli.js'
import { brief, faultsOf, hostile } from './support/hidden-characters.js'

// docs/attacks.md 27: of each command, every output, for every place where somebody else's text comes in.

const SHOWN = '\\u202e'
const wide = [...policy, '--max-token-bytes', '65536']
const flags = ['--issuer', issuer, '--any-audience', '--now', String(now), '--insecure-loopback']

/**
 * @param {string[]} args
 * @param {{ input?: string, env?: Record<string, string>, shows?: boolean }} [how] shows: the text is part of the output
 */
async function check(args, { input, env = {}, shows = false } = {}) {
  const { code, stdout, stderr } = await run(args, { input, env: { FORCE_COLOR: '1', ...env } })
  const what = JSON.stringify(args).slice(0, 200)
  assert.deepEqual(faultsOf(stdout), [], `standard output of ${what}`)
  assert.deepEqual(faultsOf(stderr), [], `standard error of ${what}`)
  assert.ok(!shows || (stdout + stderr).includes(SHOWN), `${what} does not show what it should`)
  assert.doesNotMatch(stderr, /^ {4}at /m, 'a stack: nothing here is a bug')
  if (args.includes('--json') && !args.includes('--batch') && code !== 2) JSON.parse(stdout)
}

const signed = {
  accepted: token({
    claims: { sub: hostile, client_id: hostile, tenant_id: hostile, jti: hostile, scope: hostile.replaceAll(' ', '') }
  }),
  'with names': token({ header: { [hostile]: hostile }, claims: { [hostile]: { [hostile]: [hostile] } } }),
  refused: token({ header: { kid: hostile }, claims: { iss: hostile, aud: [hostile], exp: hostile, nbf: hostile } }),
  'of another type': token({ header: { typ: hostile, alg: hostile } }),
  'bringing its own key': token({ header: { jku: hostile, jwk: { kty: hostile }, x5u: hostile, crit: [hostile] } })
}

// What JSON.stringify escapes stands here as it is: it is no JSON, and the core refuses it.
const raw = `"${hostile.replaceAll('"', '')}"`
const unreadable = {
  'no JSON': compact({ alg: 'RS256' }, `{${raw}:${raw}}`),
  'a header that is no JSON': compact(`{${raw}:${raw}`, goodClaims()),
  'a member twice': compact({ alg: 'RS256' }, `{${JSON.stringify(brief)}:1,${JSON.stringify(brief)}:2}`),
  'lone surrogates': compact({ alg: 'RS256' }, '{"sub":"\\ud800\\u202e","\\udc00":1}'),
  'a byte order mark': compact({ alg: 'RS256' }, `\ufeff{"sub":${JSON.stringify(hostile)}}`),
  'no token': hostile,
  'no base64url': `${encode({ alg: 'RS256' })}.${hostile}.${hostile}`,
  'behind Bearer': `Bearer ${hostile}.${hostile}.${hostile}`
}

describe('a token', () => {
  const shown = [...Object.keys(signed), 'a member twice']
  const shownAsText = [...shown, 'no JSON', 'a header that is no JSON', 'lone surrogates', 'a byte order mark']
  for (const [name, input] of Object.entries({ ...signed, ...unreadable })) {
    test(`${name}: verify, explain and decode print nothing of it that a terminal obeys`, async () => {
      for (const json of [[], ['--json']]) {
        await check(['decode', ...json], { input, shows: (json.length > 0 ? shown : shownAsText).includes(name) })
        await check(['explain', ...wide, ...json], { input, shows: shown.includes(name) })
        await check(['verify', ...wide, ...json], { input, shows: name === 'accepted' })
      }
    })
  }

  test('--json gives each value as it was', async () => {
    const { stdout } = await run(['verify', ...wide, '--json'], { input: signed.accepted })
    assert.equal(JSON.parse(stdout).token.subject, hostile)
    const decoded = JSON.parse((await run(['decode', '--json'], { input: signed['with names'] })).stdout)
    assert.deepEqual(decoded.claims[hostile], { [hostile]: [hostile] })
  })

  test('a line break in a value is escaped: no value begins a line', async () => {
    const { stdout } = await run(['verify', ...policy], { input: token({ claims: { sub: 'a\nb' } }) })
    assert.match(stdout, /subject +a\\u000ab\n/)
  })
})

test('batch: identities, tokens and members of each line, its verdicts and the summary', async () => {
  const lines = [
    JSON.stringify({ id: hostile, token: signed.accepted }),
    JSON.stringify({ id: hostile, token: hostile, [hostile]: hostile }),
    JSON.stringify(hostile),
    signed.accepted,
    `{"${hostile}`,
    brief
  ]
  const input = lines.join('\n')
  for (const more of [[], ['--json'], ['--summary-only'], ['--summary-only', '--json']]) {
    const shows = !more.includes('--summary-only')
    const args = ['verify', ...wide, '--batch', ...more]
    await check(args, { input, shows })
  }
  await check(['verify', ...wide, '--batch', '--time-field', brief, '--token-field', brief], { input })
  const { stdout } = await run(['verify', ...wide, '--batch'], { input })
  assert.equal(JSON.parse(stdout.split('\n')[0]).id, hostile)
})

test('a key set and a policy from a file', async () => {
  const odd = { ...publicJwk(), kid: hostile, alg: hostile, use: hostile, key_ops: [hostile], [hostile]: hostile }
  const other = { kty: hostile, kid: { [hostile]: 1 }, n: hostile, e: hostile }
  const keys = file('hostile-jwks.json', { keys: [odd, other, { ...publicJwk(), kid: hostile }] })
  const twice = file('twice.json', `{"keys":[],${JSON.stringify(brief)}:1,${JSON.stringify(brief)}:2}`)
  const broken = file('broken.json', `{${raw}`)
  const input = token()
  for (const json of [[], ['--json']]) {
    await check(['lint-jwks', keys, ...json])
    await check(['lint-jwks', twice, ...json])
    await check(['lint-jwks', broken, ...json])
    await check(['verify', ...flags, '--jwks', twice, ...json], { input })
    await check(['explain', ...flags, '--jwks', keys, ...json], { input: token({ header: { kid: hostile } }) })
    for (const [name, text] of Object.entries({
      option: JSON.stringify({ [brief]: brief }),
      twice: `{${JSON.stringify(brief)}:1,${JSON.stringify(brief)}:2}`,
      algorithms: JSON.stringify({ algorithms: [brief] }),
      types: JSON.stringify({ typ: brief, profile: brief, audienceMatch: brief }),
      url: JSON.stringify({ jwksUri: `https://${brief}/`, issuer: brief }),
      time: JSON.stringify({ now: brief })
    })) {
      const path = file(`policy-${name}.json`, text)
      const shows = ['option', 'twice'].includes(name)
      await check(['verify', ...flags.slice(0, 3), '--policy', path, ...json], { input, shows })
    }
  }
})

test('arguments: commands, options, their values, names of files', async () => {
  const input = token()
  const cases = {
    hidden: [
      [brief],
      ['help', brief],
      ['--help', brief],
      ['verify', `--${brief}`],
      ['verify', '--token'],
      ['--version', brief]
    ],
    shown: [
      ['decode', brief],
      ['lint-jwks', brief],
      ['verify', ...flags, '--jwks', brief],
      ['verify', '--policy', brief],
      ['verify', ...policy, '--batch', brief],
      ['decode', 'a', brief],
      ['decode', 'a', `-- ${brief}`]
    ]
  }
  for (const args of cases.shown) await check(args, { input })
  for (const args of cases.hidden) {
    const { stdout, stderr } = await run(args, { input })
    assert.deepEqual(faultsOf(stdout + stderr), [], JSON.stringify(args))
  }
  // Cut in the middle of a surrogate pair, which UTF-8 would write as U+FFFD.
  const { stderr: cut } = await run(['decode', 'a', `${'b'.repeat(11)}${'🎉'.repeat(40)}`], { input })
  assert.match(cut, /: b{11}\\ud83c… \(91 characters\)\n/)
  for (const flag of [
    'issuer',
    'audience',
    'scope',
    'allowed-scope',
    'algorithms',
    'typ',
    'profile',
    'now',
    'metadata-url'
  ]) {
    const { stdout, stderr } = await run(['explain', ...policy, `--${flag}`, brief], { input })
    assert.deepEqual(faultsOf(stdout + stderr), [], flag)
  }
})

describe('a server', () => {
  /** @type {Awaited<ReturnType<typeof startHttpServer>>} */
  let server
  const keys = JSON.stringify({ keys: [{ ...publicJwk(), kid: hostile }], [hostile]: hostile })
  const latin = Buffer.from(hostile)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
  before(async () => {
    server = await startHttpServer(({ url }, response) => {
      if (url === '/redirect') response.writeHead(302, latin, { location: `/${latin}` }).end()
      else if (url === '/status')
        response.writeHead(500, latin, { 'content-type': latin, 'retry-after': latin }).end(hostile)
      else if (url === '/keys') response.end(keys)
      else if (url === '/twice') response.end(`{${JSON.stringify(brief)}:1,${JSON.stringify(brief)}:2}`)
      else if (url?.endsWith('?other')) response.end(JSON.stringify({ issuer: hostile, jwks_uri: hostile }))
      else response.end(JSON.stringify({ issuer: server.url, jwks_uri: `https://${hostile}/` }))
    })
  })
  after(() => server.close())

  test('its status, headers, documents and addresses, wherever keys are fetched', async () => {
    const input = token()
    for (const json of [[], ['--json']]) {
      await check(['fetch-jwks', `${server.url}/keys`, '--insecure-loopback', ...json])
      await check(['lint-jwks', `${server.url}/keys`, '--insecure-loopback', ...json])
      await check(['fetch-jwks', `${server.url}/twice`, '--insecure-loopback', ...json])
      for (const path of ['redirect', 'status', 'other']) {
        for (const command of ['fetch-jwks', 'lint-jwks']) {
          const args = [command, `${server.url}/${path}`, '--insecure-loopback', ...json]
          await check(args, {})
        }
        await check(['verify', ...flags, '--jwks', `${server.url}/${path}`, ...json], {
          input,
          shows: false,
          coloured: false
        })
      }
      for (const metadata of [`${server.url}/metadata?other`, `${server.url}/metadata`, server.url + brief]) {
        const { stdout, stderr } = await run([
          'fetch-jwks',
          '--issuer',
          server.url,
          '--metadata-url',
          metadata,
          '--insecure-loopback',
          ...json
        ])
        assert.deepEqual(faultsOf(stdout + stderr), [], metadata)
      }
      for (const host of [`https://${brief}/`, `${server.url}/${brief}`]) {
        const { stdout, stderr } = await run(['fetch-jwks', '--issuer', host, '--insecure-loopback', ...json])
        assert.deepEqual(faultsOf(stdout + stderr), [], host)
      }
    }
  })
})

test('dates in the words of a language that is written from right to left', async () => {
  for (const locale of ['ar_EG.UTF-8', 'fa_IR.UTF-8', 'he_IL.UTF-8']) {
    const env = { LC_ALL: locale, LANG: locale, TZ: 'Asia/Tehran' }
    await check(['verify', ...policy], { input: token(), env })
    await check(['explain', ...policy], { input: token({ claims: { exp: now - 900 } }), env })
  }
})

test('on a terminal, where progress is drawn, too', async () => {
  const path = file('hostile.jsonl', `${JSON.stringify({ id: hostile, token: signed.accepted })}\n`.repeat(200))
  const { screen } = await runOnTerminal(['verify', ...wide, '--batch', path])
  // What redraw() and the terminal's line discipline write.
  assert.deepEqual(faultsOf(screen.replaceAll('\r\u001b[K', '').replaceAll('\r\n', '\n')), [])
  assert.ok(screen.includes(SHOWN))
})

test('what a bug throws is escaped, and no line of its message looks like one of the stack', async () => {
  const message = `${brief}\n    at EVIL (\u009b31m)\nEVIL`
  const bug = `String.prototype.trim = () => { throw new TypeError(${JSON.stringify(message)}) }`
  const node = ['--import', `data:text/javascript,${encodeURIComponent(bug)}`]
  const { code, stdout, stderr } = await run(['decode'], { input: 'a.b.c', env: { FORCE_COLOR: '1' }, node })
  assert.deepEqual([code, stdout, faultsOf(stderr)], [1, '', []])
  assert.match(stderr, /^\S*assay-jwt decode: TypeError: .*\\u202e/)
  assert.match(stderr, /^ {4}at .*decode\.js/m)
  assert.doesNotMatch(stderr, /^ *at EVIL/m)
})

test('nothing in js/cli/ but terminal.js reaches a stream', () => {
  const directory = new URL('.', `file://${main}`)
  const writers = readdirSync(directory).filter((name) =>
    /\b(?:stdout|stderr|console)\b/.test(readFileSync(new URL(name, directory), 'utf8'))
  )
  assert.deepEqual(writers, ['terminal.js'])
})

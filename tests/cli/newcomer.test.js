// What a newcomer gives the command line, and what it says.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issuer, now, token } from '../js/support/tokens.js'
import { file, policy, run } from './support/cli.js'

const jwt = token()

describe('what was removed around a token is said: verify() and guards refuse it so', () => {
  const around = /** @type {[string, string, RegExp][]} */ ([
    ['double quotes', `"${jwt}"\n`, /taken out of quotes/],
    ['single quotes', `'${jwt}'`, /taken out of quotes/],
    ['Bearer', `Bearer ${jwt}\n`, /taken out of "Bearer …"/],
    ['dpop', `dpop ${jwt}\n`, /taken out of "dpop …"/],
    ['a header with quotes', `Authorization: Bearer "${jwt}"\n`, /taken out of quotes/],
    ['two line breaks', `${jwt}\n\n`, /taken out of white space/],
    ['two of Windows', `${jwt}\r\n\r\n`, /taken out of white space/],
    ['a line break before', `\n${jwt}`, /taken out of white space/],
    ['a space', `${jwt} \n`, /taken out of white space/],
    ['a zero-width space', `\u200b${jwt}`, /taken out of invisible characters/],
    ['a byte order mark', `\ufeff${jwt}\n`, /taken out of invisible characters/]
  ])

  test('on standard error; in JSON as a note', async () => {
    for (const [name, input, note] of around) {
      for (const command of ['verify', 'explain', 'decode']) {
        const flags = command === 'decode' ? [] : policy
        const plain = await run([command, ...flags], { input })
        assert.match(plain.stderr, note, `${command}: ${name}`)
        assert.ok(!plain.stderr.includes(jwt.slice(0, 40)))
        assert.equal(plain.code, 0, `${command}: ${name}`)
        const { stdout, stderr } = await run([command, ...flags, '--json'], { input })
        assert.match(JSON.parse(stdout).notes.join('\n'), note, `${command}: ${name}`)
        assert.equal(stderr, '')
      }
    }
  })

  test('not of the one line break at the end, of a header, a command, an answer or a line of a log', async () => {
    const header = `Authorization: Bearer ${jwt}`
    for (const input of [
      ...[jwt, `${jwt}\n`, `${jwt}\r\n`, `${header}\r\n`, `curl -H "${header}" https://api.example.com\n`],
      ...[JSON.stringify({ access_token: jwt }), `2026-11-29 token="${jwt}" ip=127.0.0.1\n`]
    ]) {
      const { code, stdout, stderr } = await run(['verify', ...policy], { input })
      assert.equal(code, 0, stdout)
      assert.equal(stderr, '')
    }
  })

  test('of a token on the command line, a line break is its own', async () => {
    const { stderr } = await run(['verify', ...policy, '--token', `${jwt}\n`])
    assert.match(stderr, /taken out of white space/)
  })

  test('--batch: as a note of the line', async () => {
    const lines = [
      jwt,
      `"${jwt}"`,
      `Bearer ${jwt}`,
      ` ${jwt}`,
      JSON.stringify({ token: `${jwt}\n` }),
      `at 12:00 ${jwt}`
    ]
    const { stdout } = await run(['verify', '--batch', ...policy], { input: `${lines.join('\n')}\r\n` })
    const notes = stdout.trim().split('\n').map((line) => JSON.parse(line)) // prettier-ignore
    assert.ok(notes.every(({ valid }) => valid))
    const said = notes.map(({ notes: [note] = [''] }) => /taken out of (.*): /.exec(note)?.[1])
    // A line in quotes is a JSON string.
    assert.deepEqual(said, [undefined, undefined, '"Bearer …"', 'white space', 'white space', undefined])
  })
})

test('a token that ends in milliseconds is accepted, and that is said', async () => {
  const input = token({ claims: { exp: (now + 300) * 1000 } })
  const { code, stderr } = await run(['verify', ...policy], { input })
  assert.equal(code, 0)
  assert.match(stderr, /exp looks like milliseconds/)
  const { stdout } = await run(['verify', ...policy, '--json'], { input })
  assert.match(JSON.parse(stdout).notes[0], /exp looks like milliseconds/)
  const batch = await run(['verify', '--batch', ...policy], { input })
  assert.match(JSON.parse(batch.stdout).notes[0], /exp looks like milliseconds/)
})

test('no token, and two of them: what to do', async () => {
  for (const command of ['verify', 'explain']) {
    const { code, stdout } = await run([command, ...policy], { input: '' })
    assert.equal(code, 1)
    assert.match(stdout, /The input is empty: give the token on standard input/)
    assert.ok(!stdout.includes('Authorization'))
    const two = await run([command, ...policy], { input: `${jwt}\n${jwt}\n` })
    assert.equal(two.code, 1)
    assert.match(two.stderr, /several tokens: assay-jwt verify --batch takes one per line/)
  }
})

test('--max-token-age in milliseconds is refused, and says so', async () => {
  const { code, stderr } = await run(['verify', ...policy, '--max-token-age', '7200000'], { input: jwt })
  assert.notEqual(code, 0)
  assert.match(stderr, /--max-token-age must be in seconds: 7200000 looks like milliseconds\n {2}Divide/)
})

test('fetch-jwks: a file is no URL, and what to do with one', async () => {
  const { code, stderr } = await run(['fetch-jwks', 'pub.pem'])
  assert.equal(code, 2)
  assert.match(stderr, /must be the URL of a JWK Set\n {2}for keys in a file: assay-jwt lint-jwks FILE .* --jwks FILE/)
  for (const command of ['fetch-jwks', 'lint-jwks']) {
    const { stdout } = await run([command, '--help'])
    assert.match(stdout, new RegExp(`assay-jwt ${command} https://`))
  }
})

test('lint-jwks and --jwks: an empty file, and a token in place of keys, are named, and nothing of it is shown', async () => {
  for (const [content, what] of /** @type {[string, RegExp][]} */ ([
    ['', /empty/],
    [' \n', /empty/],
    [`${jwt}\n`, /a token/],
    [`"${jwt}"`, /a token/],
    [`Bearer ${jwt}`, /a token/]
  ])) {
    const path = file('no-keys.txt', content)
    const linted = await run(['lint-jwks', path])
    assert.equal(linted.code, 1)
    assert.match(linted.stdout, what)
    assert.ok(!linted.stdout.includes('Serve the JWK Set as one JSON object'), linted.stdout)
    const used = await run(['verify', '--issuer', issuer, '--any-audience', '--jwks', path], { input: jwt })
    assert.equal(used.code, 2)
    assert.match(used.stderr, what)
    for (const said of [linted.stdout, linted.stderr, used.stderr]) assert.ok(!said.includes(jwt.slice(0, 30)))
  }
})

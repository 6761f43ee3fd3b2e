import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { now, token } from '../js/support/tokens.js'
import { file, main, policy, run, runOnTerminal } from './support/cli.js'

const good = token()
const expired = token({ claims: { iat: now - 2000, exp: now - 1000 } })
const rows = (stdout) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
const batch = (input, flags = [], how = {}) => run(['verify', ...policy, '--batch', ...flags], { input, ...how })

test('one JSON line for each token, in order, with the summary on standard error', async () => {
  const { code, stdout, stderr } = await batch([good, expired, `${good}x`, good].join('\n'))
  assert.equal(code, 1)
  assert.deepEqual(
    rows(stdout).map(({ line, valid, code: error, reason }) => [line, valid, error, reason]),
    [
      [1, true, undefined, undefined],
      [2, false, 'AUTH_TOKEN_EXPIRED', 'expired'],
      [3, false, 'AUTH_TOKEN_INVALID', 'signature_base64'],
      [4, true, undefined, undefined]
    ]
  )
  assert.deepEqual(rows(stdout)[0], {
    line: 1,
    valid: true,
    subject: 'user-1',
    scopes: ['tools:read'],
    expiresAt: now + 300
  })
  assert.match(stderr, /^4 tokens in .*\n +2 {2}accepted\n +2 {2}refused\n/)
  assert.match(stderr, / 1 {2}AUTH_TOKEN_EXPIRED expired\n/)
})

test('each line has the verdict that verify gives to its token alone', async () => {
  const tokens = [
    good,
    expired,
    'a.b',
    '!',
    token({ header: { alg: 'none' } }),
    token({ claims: { aud: 'x' } }),
    token({ header: { kid: 'y' } })
  ]
  const { stdout } = await batch(tokens.join('\n'))
  for (const [index, row] of rows(stdout).entries()) {
    const alone = JSON.parse((await run(['verify', '--json', ...policy], { input: tokens[index] })).stdout)
    assert.deepEqual(
      [row.valid, row.code, row.reason],
      [alone.valid, alone.error?.code, alone.error?.reason],
      tokens[index]
    )
  }
})

describe('what a line may be', () => {
  test('a token, "Bearer …", a line of a log, a JSON string, a JSON object with an id; empty lines are passed over', async () => {
    const lines = [
      good,
      `Bearer ${good}`,
      `10.0.0.1 - "GET /" "authorization: Bearer ${good}" 200`,
      '',
      JSON.stringify(good),
      JSON.stringify({ id: 'request-7', token: good }),
      JSON.stringify({ id: 8, token: `Bearer ${good}`, more: [1] })
    ]
    const { code, stdout } = await batch(`${lines.join('\r\n')}\r\n`)
    assert.equal(code, 0)
    assert.deepEqual(
      rows(stdout).map(({ line, id, valid }) => [line, id, valid]),
      [1, 2, 3, 5, 6, 7].map((line) => [line, { 6: 'request-7', 7: 8 }[line], true])
    )
  })

  test('--token-field and --time-field: decided as of the time of the log', async () => {
    const line = (time) => JSON.stringify({ jwt: expired, at: time })
    const input = [line(now - 1001), line(new Date((now - 1001) * 1000).toISOString()), line(now), line('once')].join(
      '\n'
    )
    const { stdout } = await batch(input, ['--token-field', 'jwt', '--time-field', 'at'])
    assert.deepEqual(
      rows(stdout).map(({ valid, reason }) => [valid, reason]),
      [
        [true, undefined],
        [true, undefined],
        [false, 'expired'],
        [false, 'line_without_time']
      ]
    )
  })

  test('a line that cannot be read is said to be so, and the rest goes on', async () => {
    const input = [
      '{"token":',
      '{"other":1}',
      '{"token":7}',
      '{"__proto__":{"token":"x"}}',
      'A'.repeat(300_000),
      good
    ].join('\n')
    const { code, stdout } = await batch(input)
    assert.equal(code, 1)
    assert.deepEqual(
      rows(stdout).map(({ line, valid, code: error, reason }) => [line, valid, error, reason]),
      [
        [1, false, 'LINE_UNREADABLE', 'line_not_json'],
        [2, false, 'LINE_UNREADABLE', 'line_without_token'],
        [3, false, 'LINE_UNREADABLE', 'line_without_token'],
        [4, false, 'LINE_UNREADABLE', 'line_without_token'],
        [5, false, 'LINE_UNREADABLE', 'line_too_long'],
        [6, true, undefined, undefined]
      ]
    )
  })
})

test('--summary-only prints the summary alone; --json makes it JSON', async () => {
  const { stdout, stderr } = await batch([good, expired, expired].join('\n'), ['--summary-only', '--json'])
  assert.equal(stderr, '')
  const { seconds, ...summary } = JSON.parse(stdout)
  assert.equal(typeof seconds, 'number')
  assert.deepEqual(summary, {
    total: 3,
    accepted: 1,
    refused: 2,
    reasons: [{ code: 'AUTH_TOKEN_EXPIRED', reason: 'expired', count: 2 }]
  })
})

test('exit codes: 0 where all are accepted, 3 where keys cannot be had, 2 for a file that is not there', async () => {
  assert.equal((await batch(`${good}\n${good}`)).code, 0)
  assert.equal((await batch('')).code, 0)
  const unreachable = [
    '--issuer',
    'https://a.example/',
    '--any-audience',
    '--jwks',
    'http://127.0.0.1:1/',
    '--insecure-loopback'
  ]
  const { code, stdout, stderr } = await run(['verify', ...unreachable, '--batch'], { input: good })
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /JWKS could not be fetched/)
  assert.equal((await run(['verify', ...policy, '--batch', '/no/such/file'])).code, 2)
})

test('100,000 lines through a heap of 64 MB, in order, all of them', async () => {
  const variants = Array.from({ length: 500 }, (_, index) =>
    token({ claims: { sub: `user-${index}`, padding: 'x'.repeat(400) } })
  )
  const total = 100_000
  async function* lines() {
    for (let begin = 0; begin < total; begin += 1000) {
      const block = Array.from({ length: 1000 }, (_, index) =>
        index % 10 === 9 ? expired : variants[(begin + index) % 500]
      )
      yield `${block.join('\n')}\n`
    }
  }
  const { code, stdout, stderr } = await batch(lines(), [], { node: ['--max-old-space-size=64'] })
  assert.equal(code, 1, stderr)
  const verdicts = rows(stdout)
  assert.equal(verdicts.length, total)
  for (const [index, { line, valid, subject, reason }] of verdicts.entries()) {
    assert.equal(line, index + 1)
    if (index % 10 === 9) assert.equal(reason, 'expired')
    else assert.deepEqual([valid, subject], [true, `user-${index % 500}`])
  }
  assert.match(stderr, /100,000 tokens/)
  assert.match(stderr, / 90,000 {2}accepted\n +10,000 {2}refused\n +10,000 {2}AUTH_TOKEN_EXPIRED expired/)
})

test('a reader that closes early ends it quietly, with the whole input unread', async () => {
  const child = spawn(process.execPath, [main, 'verify', ...policy, '--batch'], { stdio: 'pipe' })
  child.stdin.on('error', () => {})
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const exited = once(child, 'close')
  const pump = () => {
    while (child.stdin.writable && child.stdin.write(`${good}\n`.repeat(100)));
    if (child.stdin.writable) child.stdin.once('drain', pump)
  }
  child.stdout.once('data', () => child.stdout.destroy())
  pump()
  assert.deepEqual(await exited, [0, null])
  assert.equal(stderr, '')
})

test('a progress bar on a terminal alone, and gone at the end', async () => {
  const path = file('many.txt', `${good}\n`.repeat(20_000))
  const verdicts = file('verdicts.jsonl', '')
  const { code, screen } = await runOnTerminal(['verify', ...policy, '--batch', path], { stdout: verdicts })
  assert.equal(code, 0)
  const [, ...steps] = screen.split('\r\u001b[K')
  assert.match(steps[0], /━.*\d+ % {2}[\d,]+ tokens, [\d,]+\/s/)
  assert.match(/** @type {string} */ (steps.at(-1)), /20,000 tokens in/)
  assert.equal((await batch(good)).stderr.includes('━'), false)
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { root } from '../support/package-exports.js'

/**
 * Runs npm start's program. Everything is set up and built by now, so it takes seconds.
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
function start(args, onLine) {
  const child = spawn(process.execPath, ['tools/start.js', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  createInterface({ input: child.stdout }).on('line', onLine)
  return child
}

test('npm start prints the eight verdicts, plain where there is no terminal, and succeeds', async () => {
  /** @type {string[]} */
  const lines = []
  const [code] = await once(
    start([], (line) => lines.push(line)),
    'exit'
  )
  const output = lines.join('\n')
  assert.equal(code, 0, output)
  const rows = lines.filter((line) => /^ {2}.*(✓|✗)/.test(line))
  assert.equal(rows.length, 8, output)
  assert.match(rows[0], /^ {2}good +200 +- +- +✓$/)
  assert.match(rows[1], /^ {2}expired +401 +AUTH_TOKEN_EXPIRED +expired +✓$/)
  assert.ok(!output.includes('✗') && !output.includes('\u001b'), output)
})

test('npm start -- --serve keeps the Worker up, and a signal ends it cleanly', async () => {
  /** @type {string | undefined} */
  let curl
  const child = start(['--serve'], (line) => {
    if (line.startsWith('curl ')) curl ??= line
    if (line.includes('Ctrl+C')) child.emit('serving')
  })
  const exited = once(child, 'exit')
  await Promise.race([once(child, 'serving'), exited])
  const [, token, url] = /** @type {RegExpExecArray} */ (/'Authorization: (.+)' (http\S+)$/.exec(curl ?? ''))
  assert.equal((await fetch(url, { headers: { authorization: token } })).status, 200)
  child.kill('SIGTERM')
  assert.deepEqual(await exited, [0, null])
  await assert.rejects(fetch(url))
})

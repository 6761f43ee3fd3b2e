// The beat beside a silent tool: honest work is a sign of life, waiting is none.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { startHeartbeat } from '../../tools/lib/heartbeat.js'
import { watchSilence } from '../../tools/lib/silence.js'
import { root } from '../support/package-exports.js'

/**
 * @param {string} script
 * @param {(child: import('node:child_process').ChildProcess) => Promise<void>} body
 */
async function withChild(script, body) {
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await body(child)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

/** @param {(works: boolean) => boolean} isLast @param {number} everyMs */
const beatsUntil = (isLast, everyMs) =>
  new Promise((done) => {
    const stop = startHeartbeat((works) => isLast(works) && done(stop()), { everyMs })
  })

test('a tool that computes is said to work, though it prints nothing', async () => {
  await withChild('for (;;);', async () => {
    await beatsUntil((works) => works, 1000)
  })
})

test('one that a child of a child computes for, too', async () => {
  const script =
    "require('node:child_process').spawnSync(process.execPath, ['--eval', 'setTimeout(process.exit, 60000); for (const end = Date.now() + 60000; Date.now() < end;);'])"
  await withChild(script, async () => {
    await beatsUntil((works) => works, 1000)
  })
})

test('one that waits is not, once it has started', async () => {
  await withChild("process.stdout.write('.'); setInterval(() => {}, 1e8)", async (child) => {
    await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data')
    await beatsUntil((works) => !works, 200)
  })
})

test('for the limit of silence, work is a sign of life and waiting is none', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let ended = 0
  const silence = watchSilence(1000, () => ended++)
  mock.timers.tick(999)
  silence.hear('  wasm-release: at work, 12 min 00 s\n')
  mock.timers.tick(999)
  assert.equal(ended, 0)
  silence.hear('  wasm-release: still at it, 13 min 00 s\n')
  mock.timers.tick(1)
  assert.equal(ended, 1)
})

test('a silent tool keeps its exit code and its output', () => {
  const patiently = (/** @type {string[]} */ ...command) =>
    spawnSync(process.execPath, ['tools/patiently.js', ...command], { cwd: root, encoding: 'utf8' })
  const { status, stdout } = patiently(process.execPath, '--eval', "console.log('found'); process.exitCode = 3")
  assert.deepEqual([status, stdout], [3, 'found\n'])
  assert.equal(patiently(process.execPath, '--eval', "process.kill(process.pid, 'SIGKILL')").status, 1)
  assert.equal(patiently('/no/such/program').status, 1)
})

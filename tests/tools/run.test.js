// A stage's command, and what ends it: silence, never its length.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, mock, test } from 'node:test'
import { run } from '../../tools/lib/run.js'
import { stages } from '../../tools/lib/stages.js'
import { root } from '../support/package-exports.js'

const cwd = mkdtempSync(join(tmpdir(), 'assay-run-'))
const log = join(cwd, 'run.log')
const silenceMs = 600_000

after(() => rmSync(cwd, { recursive: true }))

/** @param {string} code of a fake command */
const fake = (code) => [process.execPath, '--eval', code]

/**
 * Runs it on a clock that stands still but for what the test does at each line.
 * @param {string} code
 * @param {(line: string) => void} onLine
 */
async function runByClock(code, onLine) {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    return await run(fake(code), { cwd, log, silenceMs, onLine })
  } finally {
    mock.timers.reset()
  }
}

for (const stream of ['stdout', 'stderr']) {
  test(`each line on ${stream} begins the ten minutes anew, however long the command takes in all`, async () => {
    // It prints the next line when this one has been read and the clock has moved; a file tells it so.
    const code = `const fs = require('node:fs')
for (let i = 0; i < 5; i++) {
  process.${stream}.write(i + '\\n')
  while (!fs.existsSync('${stream}-' + i)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
}`
    let minutes = 0
    const failure = await runByClock(code, (line) => {
      mock.timers.tick(silenceMs - 1)
      minutes += 10
      writeFileSync(join(cwd, `${stream}-${line}`), '')
    })
    assert.equal(failure, null)
    assert.equal(minutes, 50)
  })
}

test('a command that prints nothing for as long as the limit is ended, with all it started', async () => {
  const code = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
console.log(child.pid)
setInterval(() => {}, 1000)`
  let pid = 0
  const failure = await runByClock(code, (line) => {
    pid = Number(line)
    mock.timers.tick(silenceMs)
  })
  assert.equal(failure, 'printed nothing for 10 minutes and was ended')
  assert.ok(pid > 0)
  assert.ok(await hasEnded(pid))
})

test('the beat of a clock beside a silent tool is no sign of life', async () => {
  const code = `console.log('  clang-tidy: still at it, 15.0 s'); setInterval(() => {}, 1000)`
  /** @type {string[]} */
  const lines = []
  const failure = await runByClock(code, (line) => {
    lines.push(line)
    mock.timers.tick(silenceMs)
  })
  assert.equal(failure, 'printed nothing for 10 minutes and was ended')
  assert.equal(lines.length, 1)
})

test('without a word, by the real clock, it is ended too', async () => {
  assert.equal(
    await run(fake('setInterval(() => {}, 1000)'), { cwd, log, silenceMs: 100 }),
    'printed nothing for 0.1 s and was ended'
  )
})

test('exit code, signal and a missing program are told apart, and the log has the output', async () => {
  const options = { cwd, log, silenceMs }
  assert.equal(await run(fake('console.log("said"); process.exit(3)'), options), 'exit code 3')
  assert.equal(await run(fake('process.kill(process.pid, "SIGTERM")'), options), 'ended by SIGTERM')
  assert.match(String(await run([join(cwd, 'no-such-program')], options)), /ENOENT/)
  assert.match(readFileSync(log, 'utf8'), /^said$/m)
})

test('no stage limits the length of its tests: neither node:test nor ctest gets a limit', () => {
  for (const { id, commands } of stages(root)) {
    for (const command of commands()) assert.doesNotMatch(command.join(' '), /timeout/i, id)
  }
  for (const name of ['CMakePresets.json', 'CMakeLists.txt', 'tests/cpp/CMakeLists.txt'])
    assert.doesNotMatch(readFileSync(join(root, name), 'utf8'), /timeout|include\(CTest\)/i, name)
})

/**
 * @param {number} pid
 * @returns {Promise<boolean>} once its parent, or init, has seen it end
 */
async function hasEnded(pid) {
  for (;;) {
    try {
      process.kill(pid, 0)
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true
    } catch {
      return true
    }
    await new Promise((done) => setTimeout(done, 10))
  }
}

// Who builds in a directory: one process at a time, and none for ever.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { withLock } from '../../tools/lib/lock.js'
import { root } from '../support/package-exports.js'

const directory = mkdtempSync(join(tmpdir(), 'assay-lock-'))

/** @type {import('node:child_process').ChildProcess[]} */
const started = []

after(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

/**
 * A process that takes the lock, says so, and runs the action.
 * @param {string} path
 * @param {string} action its code
 */
function start(path, action) {
  const code = `import { withLock } from './tools/lib/lock.js'
await withLock(${JSON.stringify(path)}, async () => { console.log('locked'); ${action} })
console.log('released')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit']
  })
  started.push(child)
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

/** @param {{ lines: AsyncIterator<string> }} process @returns {Promise<string>} */
const nextLine = async ({ lines }) => String((await lines.next()).value)

const untilInput = "await new Promise((done) => process.stdin.once('data', done)); process.stdin.destroy()"

test('the second process says that it waits, and builds once the first is done', async () => {
  const path = join(directory, 'new/build.lock')
  const first = start(path, untilInput)
  assert.equal(await nextLine(first), 'locked')
  const second = start(path, '')
  assert.equal(await nextLine(second), '  waiting for another process, which builds the same')
  first.child.stdin.write('go on\n')
  assert.equal(await nextLine(first), 'released')
  assert.equal(await nextLine(second), 'locked')
  assert.equal(await nextLine(second), 'released')
})

test('two actions of one process take turns, too', async () => {
  const path = join(directory, 'turns.lock')
  /** @type {string[]} */
  const steps = []
  const action = (/** @type {string} */ name) => async () => {
    steps.push(`${name} begins`)
    await new Promise((done) => setTimeout(done, 50))
    steps.push(`${name} ends`)
  }
  await Promise.all([withLock(path, action('a')), withLock(path, action('b'))])
  const [first, second] = steps[0] === 'a begins' ? ['a', 'b'] : ['b', 'a']
  assert.deepEqual(steps, [`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`])
})

for (const [how, signal] of /** @type {const} */ ([
  ['killed', 'SIGKILL'],
  ['interrupted', 'SIGINT']
])) {
  test(`a process that is ${how} leaves no lock behind`, async () => {
    const path = join(directory, `${how}.lock`)
    const { child, lines } = start(path, 'await new Promise((done) => setTimeout(done, 2 ** 30))')
    assert.equal(await nextLine({ lines }), 'locked')
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
    assert.equal(await withLock(path, async () => 'locked'), 'locked')
  })
}

test('process.exit() in the middle releases it, and a failure does', async () => {
  const path = join(directory, 'failed.lock')
  const { child } = start(path, 'process.exit(3)')
  assert.deepEqual(await once(child, 'exit'), [3, null])
  const failure = new Error('the build failed')
  await assert.rejects(
    withLock(path, () => Promise.reject(failure)),
    failure
  )
  assert.equal(await withLock(path, async () => 'locked'), 'locked')
})

test('where flock is missing, that is a failure with what to do, never a build without the lock', async (t) => {
  const { PATH } = process.env
  t.after(() => (process.env.PATH = PATH))
  process.env.PATH = directory
  await assert.rejects(
    withLock(join(directory, 'no-flock.lock'), async () => assert.fail('it built')),
    { name: 'Failure', message: /ENOENT/, hint: 'install util-linux' }
  )
})

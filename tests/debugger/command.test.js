import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { root } from '../support/package-exports.js'

test('npm run debugger builds the page, serves it on this machine alone, and says where', async () => {
  const child = spawn(process.execPath, ['tools/debugger.js'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  try {
    let url
    for await (const line of createInterface({ input: child.stdout })) {
      url = /^Debugger {2}(http:\/\/127\.0\.0\.1:\d+\/)$/.exec(line)?.[1]
      if (url) break
    }
    assert.match(await (await fetch(url)).text(), /<title>assay debugger<\/title>/)
  } finally {
    child.kill('SIGTERM')
    await exited
  }
})

test('npm run debugger -- --port: a port that is none is refused', async () => {
  const child = spawn(process.execPath, ['tools/debugger.js', '--port', '70000'], { cwd: root, stdio: 'ignore' })
  assert.deepEqual(await once(child, 'exit'), [1, null])
})

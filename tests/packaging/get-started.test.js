// docs/get-started.md as a newcomer follows it: its commands and files, word for word, each path in an empty folder. npm
// gets assay-jwt from a registry here, which has the packed tarball, and everything else from where it always does.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { read } from '../docs/support/pages.js'
import { freePort } from '../support/free-port.js'
import { startRegistry } from '../support/registry.js'
import { output } from './project.js'

/** @typedef {{ kind: 'command' | 'file' | 'output', text: string, name?: string }} Step */

const page = await read('docs/get-started.md')
/** @type {{ url: string, close: () => Promise<void> }} */
let registry

before(async () => {
  registry = await startRegistry()
})
after(() => registry?.close())

/**
 * @param {string} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
function run(command, options) {
  const child = spawn('sh', ['-c', `exec ${command}`], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (said.stdout += text))
  child.stderr.on('data', (text) => (said.stderr += text))
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }))
  return { child, ended, said }
}

/**
 * @param {string} heading
 * @returns {Step[]} what the page says to do, in its order
 */
function stepsOf(heading) {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/(?:^`([\w.-]+)`:\n\n)?^```(\w*)\n(.*?)^```/gms)].flatMap(([, name, language, text]) => {
    if (language === 'js') return [/** @type {Step} */ ({ kind: 'file', text, name })]
    if (language === '') return [/** @type {Step} */ ({ kind: 'output', text })]
    return text
      .trimEnd()
      .split('\n')
      .map((line) => /** @type {Step} */ ({ kind: 'command', text: line }))
  })
}

/**
 * @param {string} heading
 * @param {(place: { folder: string, env: NodeJS.ProcessEnv, commands: string[], output: string }) => Promise<unknown>} use
 *   with the file written, and the first command run
 */
async function follow(heading, use) {
  const steps = stepsOf(heading)
  const of = (/** @type {string} */ kind) => steps.filter((step) => step.kind === kind)
  const [install, ...commands] = of('command').map(({ text }) => text)
  assert.ok(commands.length >= 1 && commands.length <= 2, 'three commands at most')
  assert.equal(of('file').length, 1, 'one file')
  assert.match(install, /^npm install assay-jwt/)
  const folder = mkdtempSync(join(tmpdir(), 'assay-newcomer-'))
  try {
    assert.deepEqual(readdirSync(folder), [])
    const { NODE_TEST_CONTEXT: _, ...rest } = process.env
    const env = {
      ...rest,
      npm_config_registry: registry.url,
      npm_config_cache: join(folder, '../assay-newcomer-cache')
    }
    const { code, stderr } = await run(install, { cwd: folder, env }).ended
    assert.equal(code, 0, stderr)
    for (const { name = '', text } of of('file')) writeFileSync(join(folder, name), text)
    await use({
      folder,
      env,
      commands,
      output: of('output')
        .map(({ text }) => text)
        .join('')
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('Verify a token: it is verified, another is refused, and the output is what the page shows', () =>
  follow('Verify a token', async ({ folder, env, commands, output: shown }) => {
    assert.equal(await output(['sh', '-c', commands[0]], { cwd: folder, env }), shown)
  }))

test('Guard a route of Express: curl gets 401 with a challenge, and 200', () =>
  follow('Guard a route of Express', async ({ folder, env, commands: [start, ask] }) => {
    const port = await freePort()
    const server = run(start, { cwd: folder, env: { ...env, PORT: String(port) } })
    try {
      while (!server.said.stdout.includes('listening')) {
        assert.equal(server.child.exitCode, null, server.said.stderr)
        await Promise.race([once(server.child.stdout, 'data'), server.ended])
      }
      assert.equal(ask.split('localhost:3000').length, 3)
      const asked = ask.replaceAll('localhost:3000', `localhost:${port}`)
      const said = await output(['sh', '-c', asked], { cwd: folder, env: { ...env, no_proxy: '*' } })
      assert.deepEqual(said.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 401', 'HTTP/1.1 200'])
      assert.match(said, /^WWW-Authenticate: Bearer/m)
      assert.match(said, /\{"hello":"alice"\}$/)
    } finally {
      server.child.kill()
      await server.ended
    }
  }))

test('Test your API: the test passes, and fails where the guard lets others in', () =>
  follow('Test your API', async ({ folder, env, commands: [command] }) => {
    assert.match(await output(['sh', '-c', command], { cwd: folder, env }), /^# pass 1$/m)
    const file = join(folder, 'api.test.mjs')
    writeFileSync(file, readFileSync(file, 'utf8').replace("requiredScope: 'read'", "requiredScope: 'write'"))
    await assert.rejects(output(['sh', '-c', command], { cwd: folder, env }), /^# fail 1$/m)
  }))

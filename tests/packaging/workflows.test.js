// The workflow files of a public forge: what they call exists, and they may do no more than they must.
import assert from 'node:assert/strict'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { buildDebugger } from '../../tools/lib/build-debugger.js'
import { assemblePages } from '../../tools/pages.js'
import { root } from '../support/package-exports.js'
import { importTool } from './tools.js'

/** @typedef {{ name?: string, run?: string, uses?: string }} Step */
/** @typedef {{ uses?: string, container?: { image: string }, permissions?: object, 'timeout-minutes'?: number, steps?: Step[] }} Job */
/** @typedef {{ on: any, permissions: object, jobs: Record<string, Job> }} Workflow */

/** @type {Record<string, Workflow>} */
const workflows = {}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

before(async () => {
  const { parse } = await importTool('yaml')
  const directory = join(root, '.github/workflows')
  for (const name of readdirSync(directory)) workflows[name] = parse(readFileSync(join(directory, name), 'utf8'))
})

const jobs = () => Object.values(workflows).flatMap((workflow) => Object.values(workflow.jobs))
const steps = () => jobs().flatMap((job) => job.steps ?? [])
const commands = () =>
  steps()
    .flatMap(({ run = '' }) => run.trim().split('\n'))
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter(Boolean)

test('there is one for every change, one for releases and one for the web site', () => {
  assert.deepEqual(Object.keys(workflows).sort(), ['ci.yml', 'pages.yml', 'release.yml'])
  assert.ok('pull_request' in workflows['ci.yml'].on && 'workflow_call' in workflows['ci.yml'].on)
  assert.deepEqual(workflows['release.yml'].on, { push: { tags: ['v*'] } })
  assert.deepEqual(workflows['pages.yml'].on, { push: { tags: ['v*'] }, workflow_dispatch: null })
})

test('every command that they run exists', () => {
  assert.ok(commands().includes('.ci/run'))
  for (const command of commands()) {
    const [program, ...args] = command.split(' ')
    if (program.startsWith('.')) accessSync(join(root, program), constants.X_OK)
    else if (program === 'npm' && args[0] === 'run') assert.ok(args[1] in manifest.scripts, command)
    else assert.match(program, /^(git|npm|test|grep|version=\$\(node)$/, command)
  }
  const ci = readFileSync(join(root, '.ci/run'), 'utf8')
  for (const [, script] of ci.matchAll(/npm (?:run )?([\w:]+)/g)) assert.ok(script in manifest.scripts, script)
})

test('every action is pinned, and every workflow that they call is here', () => {
  const uses = [...jobs(), ...steps()].flatMap((each) => each.uses ?? [])
  assert.ok(uses.length >= 4)
  for (const each of uses) {
    if (each.startsWith('./')) assert.ok(existsSync(join(root, each)), each)
    else assert.match(each, /^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/)
  }
})

test('they run on what the README promises: Debian 12 and Node 20, within 90 minutes', () => {
  for (const job of jobs().filter(({ steps: own }) => own)) {
    assert.equal(job.container?.image, 'node:20-bookworm')
    assert.ok(Number(job['timeout-minutes']) <= 90)
  }
})

describe('permissions', () => {
  test('a change may only read; publishing may also say who it is, and there is no secret', () => {
    assert.deepEqual(workflows['ci.yml'].permissions, { contents: 'read' })
    assert.equal(workflows['ci.yml'].jobs.test.permissions, undefined)
    assert.deepEqual(workflows['release.yml'].permissions, {})
    const { test: tested, publish } = workflows['release.yml'].jobs
    assert.deepEqual(tested.permissions, { contents: 'read' })
    assert.deepEqual(publish.permissions, { contents: 'read', 'id-token': 'write' })
    assert.deepEqual(workflows['pages.yml'].permissions, {})
    const { build, deploy } = workflows['pages.yml'].jobs
    assert.deepEqual(build.permissions, { contents: 'read' })
    assert.deepEqual(deploy.permissions, { pages: 'write', 'id-token': 'write' })
    assert.equal(
      deploy.steps?.some(({ run }) => run),
      false,
      'what may write runs no command'
    )
    assert.doesNotMatch(JSON.stringify(workflows), /secrets\.|pull_request_target|GITHUB_TOKEN/)
  })

  test('no command has an expression in it: whoever names a branch would write the script', () => {
    for (const command of commands()) assert.ok(!command.includes('${{'), command)
  })
})

test('the web site is one artifact: the debugger under /debugger/, without the page that is for 127.0.0.1', async () => {
  const { build } = workflows['pages.yml'].jobs
  assert.ok(commands().includes('npm run pages'))
  const upload = build.steps?.find(({ uses }) => uses?.includes('upload-pages-artifact'))
  assert.deepEqual(/** @type {any} */ (upload).with, { path: 'build/pages' })
  await buildDebugger()
  const pages = assemblePages()
  assert.equal(pages, join(root, 'build/pages'))
  const files = readdirSync(join(pages, 'debugger')).sort()
  assert.ok(!files.includes('local.html'))
  for (const name of ['app.js', 'assay.wasm', 'assay-ec.wasm', 'index.html', 'service-worker.js']) {
    assert.ok(files.includes(name), name)
  }
  assert.match(
    readFileSync(join(pages, 'debugger/index.html'), 'utf8'),
    /data-offline="yes"[^]*Content-Security-Policy/
  )
  assert.ok(existsSync(join(pages, 'index.html')))
})

test('a release is tested first, is the version that its tag names, and is published with provenance', () => {
  const { publish } = workflows['release.yml'].jobs
  assert.equal(/** @type {any} */ (publish).needs, 'test')
  assert.ok(commands().includes('npm publish --provenance --access public'))
  assert.equal(manifest.scripts.prepack, 'node tools/prepack.js')
  const check = publish.steps?.find(({ name }) => name?.startsWith('The tag'))?.run ?? ''
  const directory = mkdtempSync(join(tmpdir(), 'assay-release-'))
  try {
    writeFileSync(join(directory, 'package.json'), '{ "version": "1.2.3" }')
    const tagged = (/** @type {string} */ tag, /** @type {string} */ changelog) => {
      writeFileSync(join(directory, 'CHANGELOG.md'), changelog)
      const env = { ...process.env, GITHUB_REF_NAME: tag }
      return spawnSync('sh', ['-e', '-c', check], { cwd: directory, env }).status === 0 // as the container's shell is
    }
    assert.equal(tagged('v1.2.3', '## [1.2.3] - 2026-01-01'), true)
    assert.equal(tagged('v1.2.4', '## [1.2.3] - 2026-01-01'), false)
    assert.equal(tagged('v1.2.3', '## [Unreleased]'), false)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

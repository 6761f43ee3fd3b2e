// assay-jwt/testing, from the tarball, in each test runner, by the recipes of docs/guides/testing.md as they stand there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from '../docs/support/pages.js'
import { makeProject, output } from './project.js'
import { installTools, linkPackages, poolDirectory, toolsDirectory } from './tools.js'

const page = await read('docs/guides/testing.md')

/**
 * @param {string} heading of a recipe
 * @returns {{ files: Record<string, string>, command: string }} its files by their names, and the command that runs them
 */
function recipe(heading) {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  const files = [...section.matchAll(/^`([\w.-]+)`:\n\n```\w+\n(.*?)^```/gms)].map(([, name, text]) => [name, text])
  const [command] = [...section.matchAll(/^```sh\n(.*?)\n```/gms)].map(([, each]) => each)
  assert.ok(files.length > 0 && command, heading)
  return { files: Object.fromEntries(files), command }
}

/** @type {{ [heading: string]: { packages?: string[], directory?: string, type?: string, passed: RegExp, failed: RegExp } }} */
const runners = {
  'node:test': { passed: /^# pass 1\n# fail 0$/m, failed: /^# fail 1$/m },
  Vitest: { packages: ['vitest'], directory: toolsDirectory, passed: /Tests +2 passed/, failed: /1 failed/ },
  Jest: {
    packages: ['jest', '@jest/globals'],
    directory: toolsDirectory,
    passed: /Tests: +2 passed, 2 total/,
    failed: /1 failed/
  },
  'Jest with CommonJS': {
    packages: ['jest', '@jest/globals'],
    directory: toolsDirectory,
    type: 'commonjs',
    passed: /Tests: +1 passed, 1 total/,
    failed: /1 failed/
  },
  'ts-jest': {
    packages: ['jest', '@jest/globals', 'ts-jest', 'typescript'],
    directory: toolsDirectory,
    passed: /Tests: +1 passed, 1 total/,
    failed: /1 failed/
  },
  Workers: {
    packages: ['vitest', '@cloudflare/vitest-pool-workers'],
    directory: poolDirectory,
    passed: /Tests +1 passed/,
    failed: /1 failed/
  }
}

/**
 * @param {string} heading
 * @param {(text: string) => string} [change] of each file
 * @param {string} [instead] of the recipe's command
 * @returns {Promise<string>} what the runner prints
 */
async function run(heading, change = (text) => text, instead = undefined) {
  const { packages = [], directory, type } = runners[heading]
  const { files, command } = recipe(heading)
  const changed = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]))
  const project = await makeProject({ ...(type && { 'package.json': JSON.stringify({ type }) }), ...changed })
  try {
    if (directory) {
      await installTools(directory)
      linkPackages(project.inside('node_modules'), directory, packages)
    }
    const { NODE_TEST_CONTEXT: _, ...rest } = process.env
    const env = { ...rest, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', HOME: project.directory }
    return await output(['sh', '-c', instead ?? command], { cwd: project.directory, env, both: true })
  } finally {
    project.close()
  }
}

for (const [heading, { passed, failed }] of Object.entries(runners)) {
  test(`${heading}: the recipe passes as it stands, and fails where the guard requires another scope`, async () => {
    assert.match(await run(heading), passed)
    const broken = (/** @type {string} */ text) => text.replace("requiredScope: 'read'", "requiredScope: 'write'")
    await assert.rejects(run(heading, broken), failed)
  })
}

test('Jest with CommonJS: neither require() nor import() without the flag works, as the page says', async () => {
  const require = (/** @type {string} */ text) => text.replaceAll(/await import\((?='assay)/g, 'require(')
  await assert.rejects(run('Jest with CommonJS', require), /ERR_REQUIRE_ESM|ES module/)
  await assert.rejects(run('Jest with CommonJS', undefined, 'npx jest'), /without --experimental-vm-modules/)
})

test('Workers: the recipe’s test runs on workerd', async () => {
  const where = "expect(navigator.userAgent).toBe('Cloudflare-Workers')\n  const server = await testIssuer()"
  const change = (/** @type {string} */ text) => text.replace('const server = await testIssuer()', where)
  assert.match(await run('Workers', change), runners.Workers.passed)
})

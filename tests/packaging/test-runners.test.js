// assay-jwt/testing, from the tarball, in other test runners than node:test (tests/docs runs the page's example by that).
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { makeProject, output } from './project.js'
import { installTools, inTools } from './tools.js'

before(installTools)

/** Of globals, as both runners have them. */
const source = (/** @type {string} */ scope) => `import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { testIssuer, TestIssuer } from 'assay-jwt/testing'

test('a guard lets in who may read', async () => {
  const server = await testIssuer({ alg: 'ES256' })
  const api = guard(createVerifier(server.options), { requiredScope: 'read' })(() => new Response('the report'))
  const ask = (token) => api(new Request('https://api.test/', { headers: { authorization: 'Bearer ' + token } }))
  expect((await ask(await server.token({ scope: '${scope}' }))).status).toBe(200)
})

test('a bad token is refused for its reason, also without waiting', async () => {
  const server = await testIssuer()
  const verifier = createVerifier({ ...server.options, jwks: server.jwks })
  expect(verifier.verifySync(await server.token()).subject).toBe('test-user')
  const bad = await server.badToken('expired')
  expect(() => verifier.verifySync(bad)).toThrow(expect.objectContaining({ reason: TestIssuer.reasons.expired }))
})
`

/** @type {{ [name: string]: { command: string[], env?: NodeJS.ProcessEnv, passed: RegExp } }} */
const runners = {
  Vitest: {
    command: [inTools('vitest/vitest.mjs'), 'run', '--globals', '--reporter=verbose', '--root', '.'],
    passed: /Tests +2 passed/
  },
  Jest: {
    command: [inTools('jest/bin/jest.js'), '--rootDir', '.', '--testMatch', '**/*.test.js', '--transform', '{}'],
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
    passed: /Tests: +2 passed, 2 total/
  }
}

for (const [name, { command, env = {}, passed }] of Object.entries(runners)) {
  test(`${name}: tokens good and bad, by verify, verifySync and a guard`, async () => {
    const project = await makeProject({ 'api.test.js': source('read') })
    try {
      const { NODE_TEST_CONTEXT: _, ...rest } = process.env
      const options = { cwd: project.directory, env: { ...rest, ...env, CI: '1', NO_COLOR: '1' }, both: true }
      assert.match(await output([process.execPath, ...command], options), passed)
    } finally {
      project.close()
    }
    const broken = await makeProject({ 'api.test.js': source('write') })
    try {
      const options = { cwd: broken.directory, env: { ...process.env, ...env, CI: '1', NO_COLOR: '1' } }
      await assert.rejects(output([process.execPath, ...command], options), /1 failed/)
    } finally {
      broken.close()
    }
  })
}

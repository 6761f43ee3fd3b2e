import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * @param {string} main a module in a project that has this package and what is named, and nothing else
 * @param {readonly string[]} [peers]
 * @returns {Promise<string>} what it prints
 */
async function run(main, peers = []) {
  const directory = await mkdtemp(join(tmpdir(), 'assay-peers-'))
  try {
    const modules = join(directory, 'node_modules')
    for (const part of ['dist/entry', 'package.json'])
      await cp(join(root, part), join(modules, 'assay-jwt', part), { recursive: true })
    for (const peer of peers) {
      await mkdir(dirname(join(modules, peer)), { recursive: true })
      await symlink(join(root, 'node_modules', peer), join(modules, peer))
    }
    await writeFile(join(directory, 'main.mjs'), main)
    const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: directory })
    return stdout
  } finally {
    await rm(directory, { recursive: true })
  }
}

test('the MCP SDK and the frameworks are optional: without them everything else works, and one error says what to do', async () => {
  const stdout = await run(
    `import 'assay-jwt/express'
     import 'assay-jwt/fastify'
     import 'assay-jwt/hono'
     import 'assay-jwt/koa'
     import { AssayError, guard } from 'assay-jwt/http'
     import { guardMcp, sdkTokenVerifier } from 'assay-jwt/mcp'
     const verifier = { verify: () => Promise.reject(new AssayError('internal')) }
     const request = new Request('https://a.example', { headers: { authorization: 'Bearer x' } })
     console.log((await guard(verifier)(() => {})(request)).status)
     console.log((await guardMcp(verifier, { scopes: {} })(() => {})(request)).status)
     try {
       sdkTokenVerifier(verifier)
     } catch ({ code, option, message }) {
       console.log(code, option, message)
     }`
  )
  assert.match(
    stdout,
    /^500\n500\nCONFIG_INVALID errors Option "errors" is required: there is neither .*sdk.* nor .*server.* to import\n$/
  )
})

for (const [name, peer] of [
  ['1', '@modelcontextprotocol/sdk'],
  ['2', '@modelcontextprotocol/server']
]) {
  test(`sdkTokenVerifier throws what the MCP SDK ${name} knows where that one alone is installed`, async () => {
    const stdout = await run(
      `import { sdkTokenVerifier } from 'assay-jwt/mcp'
       import { AssayError } from 'assay-jwt/http'
       import { OAuthError } from '${peer}${name === '1' ? '/server/auth/errors.js' : ''}'
       const verifier = { verify: () => Promise.reject(new AssayError('token_not_string')) }
       await sdkTokenVerifier(verifier).verifyAccessToken('x').catch((error) => {
         console.log(error instanceof OAuthError, error.toResponseObject().error)
       })`,
      [peer]
    )
    assert.equal(stdout, 'true invalid_token\n')
  })
}

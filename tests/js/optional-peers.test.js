import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('the MCP SDK, Express and Hono are optional: without them everything else works, and one error says what to do', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'assay-peers-'))
  try {
    const installed = join(directory, 'node_modules/assay-jwt')
    for (const part of ['dist/entry', 'package.json'])
      await cp(join(root, part), join(installed, part), { recursive: true })
    await writeFile(
      join(directory, 'main.mjs'),
      `import 'assay-jwt/express'
       import 'assay-jwt/hono'
       import { AssayError, guard } from 'assay-jwt/http'
       import { guardMcp, sdkTokenVerifier } from 'assay-jwt/mcp'
       const verifier = { verify: () => Promise.reject(new AssayError('internal')) }
       const request = new Request('https://a.example', { headers: { authorization: 'Bearer x' } })
       console.log((await guard(verifier)(() => {})(request)).status)
       console.log((await guardMcp(verifier, { scopes: {} })(() => {})(request)).status)
       await sdkTokenVerifier(verifier).verifyAccessToken('x').catch(({ code, option }) => console.log(code, option))`
    )
    const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: directory })
    assert.equal(stdout, '500\n500\nCONFIG_INVALID errors\n')
  } finally {
    await rm(directory, { recursive: true })
  }
})

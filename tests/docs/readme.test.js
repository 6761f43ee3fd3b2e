import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { block, blocks, read, runModule, withIssuer } from './support/pages.js'

const page = 'README.md'
const readme = await read(page)

test('the README has at most 12 kB, and begins with the installation', () => {
  assert.ok(Buffer.byteLength(readme) <= 12_000, String(Buffer.byteLength(readme)))
  const [first] = readme.matchAll(/^```(\w+)\n(.*?)^```/gms)
  assert.deepEqual(first.slice(1), ['sh', 'npm install assay-jwt\n'])
})

test('the commonest case takes ten lines, with fetch and with Express', () => {
  const [fetch, express] = blocks(readme)
  for (const code of [fetch, express]) assert.ok(code.trimEnd().split('\n').length <= 10)
})

/** Asks `ask` with a good token, a bad one, one without the scope and none, and prints status and body. */
const askAll = `
for (const headers of [jwt, jwt + 'AAAA', other].map((token) => ({ authorization: 'Bearer ' + token })).concat([{}])) {
  const response = await ask(headers)
  const { hello, reason } = await response.json()
  console.log(response.status, hello ?? reason)
}`
const answers = '200 assay-client\n401 signature_mismatch\n403 scope_missing\n401 token_missing\n'

/**
 * @param {string} code
 * @param {string} ask defines it
 */
async function answersOf(code, ask) {
  const server = await startAuthorizationServer()
  try {
    const [good, other] = await Promise.all(
      ['tools:read', 'tools:call'].map((scope) => server.issue({ resource: 'https://mcp.example.com', scope }))
    )
    const program = withIssuer(code, server.issuer)
      .replace('https://api.example.com', 'https://mcp.example.com')
      .replace('orders:read', 'tools:read')
    return await runModule(program + ask + askAll, `const [jwt, other] = ${JSON.stringify([good, other])}`)
  } finally {
    await server.close()
  }
}

test('fetch: the block runs as it stands, with a real issuer and tokens', async () => {
  const code = (await block(page, 'assay-jwt/http')).replace('export default', 'const worker =')
  const ask = "const ask = (headers) => worker.fetch(new Request('https://mcp.example.com/', { headers }))"
  assert.equal(await answersOf(code, ask), answers)
})

test('Express: the block runs as it stands, with a real issuer and tokens', async () => {
  const code = (await block(page, 'assay-jwt/express')).replace(
    'app.listen(3000)',
    "const server = app.listen(0, '127.0.0.1')"
  )
  const ask = `
    await new Promise((resolve) => server.once('listening', resolve))
    const ask = (headers) => fetch('http://127.0.0.1:' + server.address().port, { headers })`
  assert.equal(
    await answersOf(code, `${ask}\nsetTimeout(() => process.exit(), 30_000).unref()\nserver.unref()`),
    answers
  )
})

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { root } from '../support/package-exports.js'

const page = await readFile(new URL('../../docs/issuers.md', import.meta.url), 'utf8')
const [template, cluster, tenants] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code)

/** @param {string} code @returns {Promise<string>} what it prints */
async function output(code) {
  const args = ['--input-type=module', '--eval', code]
  return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout
}

test('docs/issuers.md: the template and the cluster are made as they stand', async () => {
  assert.equal(await output(template), '{}\n')
  assert.equal(await output(cluster), "[ 'keycloak:8080' ]\n")
})

test('docs/issuers.md: the function runs as it stands, with a real issuer and token', async () => {
  const server = await startAuthorizationServer()
  try {
    const jwt = await server.issue({ resource: 'https://mcp.example.com' })
    const code = tenants
      .replace("'https://auth.example.com/'", `'${server.issuer}'`)
      .replace('issuers: ', 'allowInsecureLoopback: true, issuers: ')
    assert.equal(await output(`const jwt = '${jwt}'\n${code}`), "assay-client [ 'tools:read' ]\n")
  } finally {
    await server.close()
  }
})

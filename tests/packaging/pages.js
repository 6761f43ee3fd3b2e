// The programs of the guides: each block of code that begins with a comment that names its file.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/package-exports.js'

/**
 * @param {string} page of docs/guides
 * @param {string} issuer on loopback, in place of https://auth.example.com/
 * @returns {{ [path: string]: string }} its files
 */
export function filesOf(page, issuer) {
  const text = readFileSync(join(root, 'docs/guides', page), 'utf8')
  const blocks = [...text.matchAll(/^```(?:js|ts)\n\/\/ (\S+)\n(.*?)^```/gms)]
  const files = Object.fromEntries(blocks.map(([, path, code]) => [path, code]))
  const all = JSON.stringify(files)
  assert.ok(all.includes("issuer: 'https://auth.example.com/'"), `${page}: it trusts another issuer`)
  const trusting = (/** @type {string} */ code) =>
    code.replaceAll("issuer: 'https://auth.example.com/'", `allowInsecureLoopback: true, issuer: '${issuer}'`)
  return Object.fromEntries(Object.entries(files).map(([path, code]) => [path, trusting(code)]))
}

/**
 * @param {(path: string, init?: RequestInit) => Promise<Response>} ask
 * @param {string} token good, with the scope tools:read
 * @param {string} path of a route that answers with the subject, and with 403 to DELETE
 */
export async function assertGuarded(ask, token, path) {
  const authorization = `Bearer ${token}`
  const none = await ask(path)
  assert.equal(none.status, 401, path)
  assert.match(none.headers.get('www-authenticate') ?? '', /^Bearer /)
  assert.equal((await none.json()).reason, 'token_missing')
  const bad = await ask(path, { headers: { authorization: `${authorization}AAAA` } })
  assert.deepEqual([bad.status, (await bad.json()).reason], [401, 'signature_mismatch'], path)
  assert.match(bad.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  const good = await ask(path, { headers: { authorization } })
  assert.equal(good.status, 200, path)
  const shown = await good.json()
  assert.equal(shown.subject, 'assay-client')
  const denied = await ask(path, { method: 'DELETE', headers: { authorization } })
  assert.equal(denied.status, 403, path)
  assert.match(denied.headers.get('www-authenticate') ?? '', /error="insufficient_scope".*scope="orders:delete"/)
  return shown
}

// What a client in a page needs of a guarded API of another origin: to read the refusal, its challenge and the metadata.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import { createVerifier } from 'assay-jwt'
import { guard, protectedResourceMetadata } from 'assay-jwt/http'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { launchChromium } from '../support/chromium.js'
import { freePort } from '../support/free-port.js'
import { startHttpServer } from '../support/http-server.js'

/** @type {{ close: () => unknown }[]} */
const running = []
/** @type {import('puppeteer-core').Page} */
let page
/** @type {string} */
let resource
/** @type {string} */
let token

before(async () => {
  const server = await startAuthorizationServer()
  const pages = await startHttpServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end('<!doctype html><title>client</title>')
  })
  const chromium = await launchChromium()
  running.push(server, pages, chromium)
  resource = `http://127.0.0.1:${await freePort()}/mcp`
  token = await server.issue({ resource })
  const api = createAdaptorServer({ fetch: guardedApi(server.issuer, pages.url) })
  running.push({ close: () => void api.close() })
  await new Promise((resolve) => api.listen(Number(new URL(resource).port), '127.0.0.1', () => resolve(undefined)))
  page = await chromium.browser.newPage()
  await page.goto(pages.url)
})

after(async () => {
  for (const each of running.reverse()) await each.close()
})

/**
 * An API whose handler knows nothing of CORS: the guard answers preflights, and lets the page read what it answers.
 * @param {string} issuer
 * @param {string} origin
 */
function guardedApi(issuer, origin) {
  const options = { resource, authorizationServers: issuer, allowInsecureLoopback: true }
  const protect = guard(createVerifier({ issuer, audience: resource, allowInsecureLoopback: true }), {
    resourceMetadata: protectedResourceMetadata(options),
    requiredScope: 'tools:read',
    allowedOrigins: [origin]
  })
  return protect((_request, context) =>
    Response.json(context.token.subject, { headers: { 'Mcp-Session-Id': 'session-1' } })
  )
}

/** @param {string} url @param {RequestInit} [init] what the page gets to see */
function fetchInPage(url, init = {}) {
  return page.evaluate(
    async (target, options) => {
      const response = await fetch(target, options)
      const challenge = response.headers.get('www-authenticate')
      const session = response.headers.get('mcp-session-id')
      return { status: response.status, challenge, session, body: await response.json() }
    },
    url,
    init
  )
}

const json = { 'content-type': 'application/json' }

test('a page without a token reads the 401 and finds the way to the authorization server in it', async () => {
  const refused = await fetchInPage(resource, { method: 'POST', headers: json, body: '{}' })
  assert.equal(refused.status, 401)
  assert.equal(refused.body.code, 'AUTH_TOKEN_MISSING')
  const [, metadataUrl] = /** @type {RegExpExecArray} */ (/resource_metadata="([^"]+)"/.exec(refused.challenge ?? ''))
  // The header of MCP clients, for which a browser asks first.
  const metadata = await fetchInPage(metadataUrl, { headers: { 'mcp-protocol-version': '2025-11-25' } })
  assert.equal(metadata.status, 200)
  assert.equal(metadata.body.resource, resource)
})

test('a page with a bad token reads why, and with a good one it is in', async () => {
  const bearer = (/** @type {string} */ jwt) => ({
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${jwt}` },
    body: '{}'
  })
  const refused = await fetchInPage(resource, bearer(`${token}AAAA`))
  assert.equal(refused.status, 401)
  assert.match(refused.challenge ?? '', /error="invalid_token"/)
  const expected = { status: 200, challenge: null, session: 'session-1', body: 'assay-client' }
  assert.deepEqual(await fetchInPage(resource, bearer(token)), expected)
})

test('a page of another origin than those that are allowed reads nothing', async () => {
  await page.goto('data:text/html,<!doctype html>')
  await assert.rejects(fetchInPage(resource), /Failed to fetch/)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launchChromium } from '../support/chromium.js'
import { audience, prepareDeployment } from '../support/eight-tokens.js'
import { startPageServer } from '../support/page-server.js'

/** @type {{ close: () => Promise<void> }[]} */
const running = []
/** @type {import('../support/eight-tokens.js').Deployment} */
let deployment
/** @type {import('puppeteer-core').Browser} */
let browser
/** @type {string} */
let origin

before(async () => {
  deployment = await prepareDeployment()
  running.push(deployment)
  const { server, cases } = deployment
  const pages = await startPageServer({
    '/jwks.json': await (await fetch(server.jwksUri)).json(),
    '/tokens.json': {
      issuer: server.issuer,
      audience,
      tokens: Object.fromEntries(cases.map(({ name, token }) => [name, token]))
    }
  })
  running.push(pages)
  origin = pages.url
  const chromium = await launchChromium()
  running.push(chromium)
  browser = chromium.browser
})

after(async () => {
  for (const each of running.reverse()) await each.close()
})

/** Opens the test page and records all that a user of it would find in the console. */
async function openPage() {
  const page = await browser.newPage()
  /** @type {string[]} */
  const complaints = []
  /** @type {string[]} */
  const requests = []
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => requests.push(request.url()))
  await page.evaluateOnNewDocument(() => {
    const violations = /** @type {string[]} */ ([])
    Object.assign(globalThis, { violations })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      violations.push(`${violatedDirective} ${blockedURI}`)
    })
  })
  await page.goto(`${origin}/tests/e2e/page/index.html`)
  return { page, complaints, requests }
}

test("a page without 'unsafe-eval' gets every verdict, from verify and verifySync alike", async () => {
  const { page, complaints, requests } = await openPage()
  const outcomes = await page.evaluate(() => /** @type {any} */ (globalThis).outcomes)
  const expected = deployment.cases.map(({ name, expected: { code, reason } }) => {
    const verdict = code ? `${code} ${reason}` : 'accepted'
    return [name, [verdict, verdict]]
  })
  assert.deepEqual(outcomes, Object.fromEntries(expected))
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).violations), [])
  assert.deepEqual(complaints, [])
  assert.ok(requests.some((url) => url.endsWith('.wasm')))
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(`${origin}/`)),
    []
  )
})

test('the policy was in force: the same page can make no code from strings', async () => {
  const { page } = await openPage()
  const evalRefused = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.src = '/tests/e2e/page/eval.js'
    const loaded = new Promise((done) => script.addEventListener('load', done))
    document.head.append(script)
    await loaded
    return /** @type {any} */ (globalThis).evalRefused
  })
  assert.equal(evalRefused, true)
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).violations), ['script-src eval'])
})

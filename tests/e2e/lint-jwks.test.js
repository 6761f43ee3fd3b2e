// lintJwks is JavaScript alone: it says the same in every engine.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { lintJwks } from 'assay-jwt'
import { examples } from '../js/support/lint-examples.js'
import { launchChromium } from '../support/chromium.js'
import { startPageServer } from '../support/page-server.js'
import { startWorker } from '../support/worker.js'

const texts = Object.values(examples).flatMap((cases) =>
  cases.flatMap(([set]) => (typeof set === 'string' ? [set] : typeof set === 'object' ? [JSON.stringify(set)] : []))
)
const here = texts.map((text) => JSON.parse(JSON.stringify(lintJwks(text))))

test('lintJwks says on workerd what it says in Node', async () => {
  assert.ok(texts.length > 80)
  const worker = await startWorker({ entry: fileURLToPath(new URL('workers/lint.js', import.meta.url)), env: {} })
  try {
    const response = await worker.fetch('/', { method: 'POST', body: JSON.stringify(texts) })
    assert.deepEqual(await response.json(), here)
    assert.deepEqual(worker.log, [])
  } finally {
    await worker.close()
  }
})

test('lintJwks says in Chromium what it says in Node, and the page loads no WebAssembly for it', async () => {
  const pages = await startPageServer({ '/sets.json': texts })
  const { browser, close } = await launchChromium()
  try {
    const page = await browser.newPage()
    /** @type {string[]} */
    const requests = []
    await page.goto(`${pages.url}/sets.json`)
    page.on('request', (request) => requests.push(request.url()))
    const found = await page.evaluate(async () => {
      const { lintJwks: lint } = await import(/** @type {any} */ ('/assay-jwt.js'))
      return (await (await fetch('/sets.json')).json()).map((/** @type {string} */ text) => lint(text))
    })
    assert.deepEqual(found, here)
    assert.deepEqual(
      requests.filter((url) => url.endsWith('.wasm')),
      []
    )
  } finally {
    await close()
    await pages.close()
  }
})

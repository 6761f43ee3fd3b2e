// Bundled projects in a real Chromium, under the Content Security Policy that a careful site would set.

import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { startHttpServer } from '../support/http-server.js'
import { contentSecurityPolicy } from '../support/page-server.js'

export { contentSecurityPolicy }

/** @type {Record<string, string>} */
const mediaTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** The page of every project: its script is the only thing in it. */
export const page = (/** @type {string} */ script) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>project</title><script type="module" src="${script}"></script></head>
  <body></body>
</html>
`

/** Hands the verdicts to whoever opened the page. */
export const pageScript = `import { verdicts } from './verdicts.js'

globalThis.verdicts = verdicts()
globalThis.verdicts.catch(async ({ reason }) => {
  const again = await verdicts().catch((error) => error.reason)
  globalThis.refused = [reason, again]
})
globalThis.curveVerdicts = () => verdicts('curves')
`

/**
 * @param {string} directory served as it is, under the policy
 */
export function serve(directory) {
  return startHttpServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://page')
    const path = pathname === '/' ? '/index.html' : pathname
    response.setHeader('Content-Security-Policy', contentSecurityPolicy)
    response.setHeader('Content-Type', mediaTypes[extname(path)] ?? 'text/plain')
    try {
      response.end(readFileSync(join(directory, path)))
    } catch {
      response.writeHead(404).end()
    }
  })
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @returns {Promise<{ verdicts: Record<string, string>, complaints: string[], wasm: string[],
 *   ofCurves: Record<string, string> | undefined, allWasm: string[] }>} complaints: errors of the page and of its policy;
 *   wasm: the .wasm files that it has asked for without elliptic curves; allWasm: with them, where the page has curveVerdicts
 */
export async function visit(browser, url) {
  const tab = await browser.newPage()
  /** @type {string[]} */
  const complaints = []
  /** @type {string[]} */
  const wasm = []
  tab.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(String(error)))
  tab.on('request', (request) => /\.wasm($|\?)/.test(request.url()) && wasm.push(request.url()))
  try {
    await tab.goto(url)
    await tab.waitForFunction('globalThis.verdicts', { timeout: 30_000 })
    const verdicts = await tab.evaluate(() => /** @type {any} */ (globalThis).verdicts)
    const without = [...wasm]
    const ofCurves = await tab.evaluate(() => /** @type {any} */ (globalThis).curveVerdicts?.())
    return { verdicts, complaints, wasm: without, ofCurves, allWasm: wasm }
  } catch (error) {
    throw new Error(`${url}: ${complaints.join('\n')}`, { cause: error })
  } finally {
    await tab.close()
  }
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url of a page whose .wasm cannot be had
 * @returns {Promise<string[]>} the errors on its console, once its verdicts have failed with core_not_loaded
 */
export async function visitWithout(browser, url) {
  const tab = await browser.newPage()
  /** @type {string[]} */
  const said = []
  tab.on('console', (message) => message.type() === 'error' && said.push(message.text()))
  try {
    await tab.setCacheEnabled(false)
    await tab.goto(url)
    await tab.waitForFunction('globalThis.refused', { timeout: 30_000 })
    const reasons = await tab.evaluate(() => /** @type {any} */ (globalThis).refused)
    if (reasons.join() !== 'core_not_loaded,core_not_loaded') throw new Error(`${url}: ${reasons}`)
    return said
  } finally {
    await tab.close()
  }
}

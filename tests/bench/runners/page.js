// Runs a job in a page of a browser.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from '../../../tools/lib/command.js'
import { launchChromium } from '../../support/chromium.js'
import { launchFirefox } from '../../support/firefox.js'
import { startHttpServer } from '../../support/http-server.js'
import { bundle, librariesSource } from '../bundle.js'
import { takingPart } from '../contestants.js'

/** @import { Job, JobResult, RuntimeResult } from '../run-cases.js' */

const limitMs = 15 * 60_000

/**
 * @param {import('../runtimes.js').Runtime} runtime
 * @param {Job} job
 * @returns {Promise<RuntimeResult>}
 */
export async function runInPage({ id }, job) {
  const names = new Set(job.cases.flatMap((which) => takingPart(id, which).present.map(({ library }) => library)))
  const script = await bundle({
    contents: `import { main } from './runners/page-main.js'\nawait main(${librariesSource([...names])})`,
    platform: 'browser',
    conditions: ['browser']
  })
  const { url, result, close } = await servePage(script, job)
  const { browser, close: closeBrowser } = id === 'firefox' ? await launchFirefox() : await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(url)
    const answer = await withLimit(result)
    if ('error' in answer) throw new Error(String(answer.error))
    return { ...answer, version: (await browser.version()).replace(/^\D*/, '') }
  } finally {
    await closeBrowser()
    await close()
  }
}

/**
 * @param {string} script
 * @param {Job} job
 */
async function servePage(script, job) {
  /** @type {(result: JobResult) => void} */
  let finish
  /** @type {Promise<JobResult>} */
  const result = new Promise((resolve) => (finish = resolve))
  /** @type {Record<string, () => [string, string | Buffer]>} */
  const files = {
    '/': () => ['text/html', '<!doctype html><script type="module" src="/bench/page/main.js"></script>'],
    '/bench/page/main.js': () => ['text/javascript', script],
    '/dist/assay.wasm': () => ['application/wasm', readFileSync(join(root, 'dist/assay.wasm'))],
    '/dist/assay-relaxed.wasm': () => ['application/wasm', readFileSync(join(root, 'dist/assay-relaxed.wasm'))],
    '/dist/assay-ec.wasm': () => ['application/wasm', readFileSync(join(root, 'dist/assay-ec.wasm'))],
    '/job.json': () => ['application/json', JSON.stringify(job)]
  }
  const server = await startHttpServer(async (request, response) => {
    const path = request.url ?? '/'
    // An isolated page has a clock of 5 µs (Chromium) and 20 µs (Firefox), any other one of 100 µs and 1 ms.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    if (path === '/result') finish(JSON.parse(await text(request)))
    const [type, content] = files[path]?.() ?? ['text/plain', '']
    response.setHeader('Content-Type', type).end(content)
  })
  return { ...server, result }
}

/**
 * @param {Promise<JobResult>} result
 * @returns {Promise<JobResult>}
 */
async function withLimit(result) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the page gave no result within ${limitMs / 60_000} minutes`)), limitMs)
  })
  try {
    return await Promise.race([result, /** @type {Promise<never>} */ (limit)])
  } finally {
    clearTimeout(timer)
  }
}

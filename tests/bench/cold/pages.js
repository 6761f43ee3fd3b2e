// Cold starts in browsers: a fresh profile for each round, and for each contestant a context of its own, whose page (or
// module worker) imports the library, verifies all tokens and posts its times.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from '../../../tools/lib/command.js'
import { launchChromium } from '../../support/chromium.js'
import { launchFirefox } from '../../support/firefox.js'
import { startHttpServer } from '../../support/http-server.js'
import { bundle } from '../bundle.js'
import { coldRows } from './contestants.js'
import { cpuOfTree } from './cpu-time.js'
import { intoSegments } from './summary.js'

/** @import { Fixture } from '../fixtures.js' */
/** @import { Runtime } from '../runtimes.js' */
/** @import { Launcher } from './measure-cold.js' */

const limitMs = 60_000

/** @typedef {(runtime: Runtime, fixture: Fixture) => Promise<Launcher>} Launch */

/** @type {Launch} */
export const launchPages = (runtime, fixture) => launch(runtime, fixture, 'page')

/** @type {Launch} */
export const launchWorkers = (runtime, fixture) => launch(runtime, fixture, 'worker')

/**
 * @param {Runtime} runtime
 * @param {Fixture} fixture
 * @param {'page' | 'worker'} where
 * @returns {Promise<Launcher>}
 */
async function launch({ id }, fixture, where) {
  const start = id === 'firefox' ? launchFirefox : launchChromium
  const { url, answer, close } = await serve(await makeFiles(fixture))
  let browser = await start()
  const cpuNow = () => cpuOfTree(browser.browser.process()?.pid ?? 0)
  const restart = async () => {
    await browser.close()
    browser = await start()
  }
  const visit = async (/** @type {string} */ mode, /** @type {string} */ library) => {
    const found = await visitOnce(mode, library).catch(async () => {
      // A browser may end, or lose a page, without the page's fault. Once more says whether it does again.
      await restart()
      return visitOnce(mode, library)
    })
    if (found.error) throw new Error(found.error)
    return found
  }
  const visitOnce = async (/** @type {string} */ mode, /** @type {string} */ library) => {
    const context = await browser.browser.createBrowserContext()
    const before = cpuNow()
    try {
      const answered = answer()
      const page = await context.newPage()
      await page.goto(`${url}/?${new URLSearchParams({ where, mode, library })}`)
      const found = await withLimit(answered)
      return { ...found, cpuOfAll: cpuNow() - before }
    } finally {
      await context.close()
    }
  }
  return {
    version: (await browser.browser.version()).replace(/^\D*/, ''),
    gate: async ({ libraries }) => (await visit('gate', libraries?.page ?? '')).failures,
    beginRound: restart,
    run: async ({ libraries }) => {
      const { marks, times, wall, cpuOfAll } = await visit('run', libraries?.page ?? '')
      return { marks: { ...marks, wall, cpuOfAll }, ...intoSegments(times) }
    },
    close: async () => {
      await browser.close()
      await close()
    }
  }
}

/**
 * @param {Fixture} fixture
 * @returns {Promise<Record<string, [string, string | Buffer]>>} type and content by path
 */
async function makeFiles(fixture) {
  const script = (/** @type {string} */ contents) => bundle({ contents, platform: 'browser', conditions: ['browser'] })
  /** @type {Record<string, [string, string | Buffer]>} */
  const files = {
    '/': ['text/html', '<!doctype html><script type="module" src="/bench/page/main.js"></script>'],
    '/bench/page/main.js': [
      'text/javascript',
      await script("import { main } from './cold/page-main.js'\nawait main()")
    ],
    '/bench/page/gate.js': ['text/javascript', await script("export * from './cold/gate.js'")],
    '/fixture.json': ['application/json', JSON.stringify(fixture)]
  }
  for (const { libraries } of coldRows) {
    if (!libraries) continue
    const contents = `export * from './cold/libraries/${libraries.page}.js'`
    files[`/bench/page/${libraries.page}.js`] = ['text/javascript', await script(contents)]
  }
  for (const name of ['assay.wasm', 'assay-relaxed.wasm', 'assay-ec.wasm']) {
    files[`/dist/${name}`] = ['application/wasm', readFileSync(join(root, 'dist', name))]
  }
  return files
}

/** @param {Record<string, [string, string | Buffer]>} files */
async function serve(files) {
  /** @type {(found: any) => void} */
  let finish
  const { url, close } = await startHttpServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0]
    // An isolated page has a clock of 5 µs (Chromium) and 20 µs (Firefox), any other one of 100 µs and 1 ms.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    if (path === '/result') finish(JSON.parse(await text(request)))
    const [type, content] = files[path] ?? ['text/plain', '']
    response.setHeader('Content-Type', type).end(content)
  })
  const answer = () => /** @type {Promise<any>} */ (new Promise((resolve) => (finish = resolve)))
  return { url, close, answer }
}

/** @param {Promise<any>} answer */
async function withLimit(answer) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the page gave no result within ${limitMs / 1000} s`)), limitMs)
  })
  try {
    return await Promise.race([answer, limit])
  } finally {
    clearTimeout(timer)
  }
}

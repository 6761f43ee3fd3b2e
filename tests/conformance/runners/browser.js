import { launchChromium } from '../../support/chromium.js'
import { launchFirefox } from '../../support/firefox.js'
import { launchWebKit } from '../../support/webkit.js'
import { startBrowserServer } from './browser-server.js'

/** @import { Place, Result } from '../runtimes.js' */
/** @import { ContextKind } from './browser-server.js' */

/** @typedef {{ version: string, open: (url: string) => Promise<unknown>, close: () => Promise<void> }} Browser */

/** The global object of each context, which proves that the suite ran there. @type {{ [kind in ContextKind]: string }} */
const scopes = {
  page: 'Window',
  'module worker': 'DedicatedWorkerGlobalScope',
  'service worker': 'ServiceWorkerGlobalScope'
}

/** @type {{ [name: string]: () => Promise<Browser> }} */
const launch = {
  chromium: async () => ofPuppeteer(await launchChromium()),
  firefox: async () => ofPuppeteer(await launchFirefox()),
  webkit: launchWebKit
}

/**
 * @param {{ browser: import('puppeteer-core').Browser, close: () => Promise<void> }} launched
 * @returns {Promise<Browser>}
 */
async function ofPuppeteer({ browser, close }) {
  const open = async (/** @type {string} */ url) => (await browser.newPage()).goto(url)
  return { version: (await browser.version()).replace(/^\D*/, ''), open, close }
}

/**
 * One context of a browser. Each has a browser and an origin of its own: no cache and no service worker is left over.
 * @param {'chromium' | 'firefox' | 'webkit'} name
 * @param {ContextKind} kind
 * @param {Place} place
 * @returns {Promise<Result>}
 */
export async function runInBrowser(name, kind, { directory, base, id, signal }) {
  const server = await startBrowserServer(directory, base)
  try {
    const browser = await launch[name]()
    try {
      const result = server.result(id)
      const ended = new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      await browser.open(`${server.url}/?${new URLSearchParams({ kind, base, id })}`)
      const { rows, error, context } = await /** @type {typeof result} */ (Promise.race([result, ended]))
      if (rows === undefined) throw new Error(error)
      if (context !== scopes[kind]) throw new Error(`it ran in a ${context}`)
      return { version: browser.version, rows }
    } finally {
      await browser.close()
    }
  } finally {
    await server.close()
  }
}

// Opens the debugger in the real browsers, and does what a user does there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { buildDebugger, folder, folderPolicy } from '../../../tools/lib/build-debugger.js'
import { serveFolder } from '../../../tools/lib/serve-folder.js'
import { launchChromium } from '../../support/chromium.js'
import { launchFirefox } from '../../support/firefox.js'

const LAUNCH = { Chromium: launchChromium, Firefox: launchFirefox }

/**
 * @typedef {object} Session
 * @property {string} name of the browser
 * @property {import('puppeteer-core').Browser} browser
 * @property {string} url of the debugger
 * @property {string} directory for files of the test
 * @property {() => Promise<Opened>} open the debugger in a new page
 */

/** @typedef {{ page: import('puppeteer-core').Page, complaints: string[], requests: string[] }} Opened */

/**
 * Describes the same tests in each browser.
 * @param {string} title
 * @param {(session: Session) => void} body
 */
export function inEachBrowser(title, body) {
  for (const [name, launch] of Object.entries(LAUNCH)) {
    describe(`${title} (${name})`, { concurrency: false }, () => {
      const session = /** @type {Session} */ ({ name })
      /** @type {(() => unknown)[]} */
      const closers = []
      before(async () => {
        await buildDebugger()
        const server = await serveFolder({ folder, policy: folderPolicy })
        closers.push(server.close)
        const { browser, close } = await launch()
        closers.push(close)
        const directory = mkdtempSync(join(tmpdir(), 'assay-debugger-'))
        closers.push(() => rmSync(directory, { recursive: true, force: true }))
        Object.assign(session, { browser, directory, url: server.url, open: () => openDebugger(browser, server.url) })
      })
      after(async () => {
        for (const close of closers.reverse()) await close()
      })
      body(session)
    })
  }
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @returns {Promise<Opened>}
 */
export async function openDebugger(browser, url) {
  const page = await browser.newPage()
  await page.setViewport({ width: 1440, height: 1000 })
  /** @type {string[]} */
  const complaints = []
  /** @type {string[]} */
  const requests = []
  page.on('console', (message) => {
    if (['error', 'warn', 'warning'].includes(message.type())) complaints.push(message.text())
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
  await page.goto(url)
  await settled(page)
  return { page, complaints, requests }
}

/** @param {import('puppeteer-core').Page} page waits until what was typed last is decided and shown */
export async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.state === 'decided', { timeout: 15_000 })
}

/** @param {import('puppeteer-core').Page} page @returns {Promise<string[]>} */
export const violations = (page) => page.evaluate(() => /** @type {any} */ (globalThis).violations)

/**
 * Puts a text into a field as pasting does: what was there is selected and replaced.
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 * @param {string} text
 */
export async function paste(page, selector, text) {
  await page.evaluate(
    (which, value) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.querySelector(which))
      field.focus()
      field.select()
      document.execCommand(value === '' ? 'delete' : 'insertText', false, value)
    },
    selector,
    text
  )
  await settled(page)
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 * @param {string} value
 */
export async function choose(page, selector, value) {
  await page.select(selector, value)
  await settled(page)
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} name of a sample
 */
export async function chooseSample(page, name) {
  const value = await page.evaluate((wanted) => {
    const options = [.../** @type {HTMLSelectElement} */ (document.getElementById('samples')).options]
    return options.find(({ text }) => text === wanted)?.value
  }, name)
  if (value === undefined) throw new Error(`no sample "${name}"`)
  await choose(page, '#samples', value)
}

/**
 * @typedef {object} Shown what the page says
 * @property {string} title
 * @property {string} message
 * @property {string | undefined} code
 * @property {string | undefined} reason
 * @property {string | undefined} status
 * @property {{ check: string, status: string, clause: string, message: string }[]} checks
 * @property {string[]} marked the marked parts of the token's text
 * @property {string[]} warnings
 */

/**
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<Shown>}
 */
export function shown(page) {
  return page.evaluate(() => {
    const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent ?? undefined
    const all = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)]
    return {
      title: text('#verdict .title strong') ?? '',
      message: text('#verdict .title span') ?? '',
      code: text('[data-pill=code]'),
      reason: text('[data-pill=reason]'),
      status: text('[data-pill=status]'),
      checks: all('#checks > li').map((item) => {
        const { status = '', clause = '' } = /** @type {HTMLElement} */ (item).dataset
        const message = item.querySelector('.message')?.textContent ?? ''
        return { check: item.id.replace('check-', ''), status, clause, message }
      }),
      marked: all('#token-colours mark').map((mark) => mark.textContent ?? ''),
      warnings: all('#warnings p').map((warning) => warning.textContent ?? '')
    }
  })
}

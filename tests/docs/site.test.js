// The documentation's site, as `npm run docs` builds it: links, accessibility, search, and nothing from elsewhere.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { apiEntries } from '../../tools/docs/api.js'
import { buildSite } from '../../tools/docs/build-site.js'
import { buildDebugger } from '../../tools/lib/build-debugger.js'
import { serveFolder } from '../../tools/lib/serve-folder.js'
import { assemblePages } from '../../tools/pages.js'
import { launchChromium } from '../support/chromium.js'
import { pages } from './support/pages.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Stricter than a server needs to be: what comes from elsewhere is refused, and the tests see it. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"

/** @type {string} */
let siteFolder
/** @type {string[]} the site's pages, without the debugger */
let files

before(async () => {
  await buildSite() // fails on a warning, and on a link to a page that is not there
  await buildDebugger()
  siteFolder = assemblePages()
  files = readdirSync(siteFolder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.html') && !name.startsWith('debugger')
  )
})

/** @param {string} file */
const html = (file) => readFileSync(join(siteFolder, file), 'utf8')
/** @param {string} text @param {string} name of an attribute @returns {string[]} its values */
const attribute = (text, name) =>
  [...text.matchAll(new RegExp(`(?<=[\\s"])${name}="([^"]*)"`, 'g'))].map(([, value]) => value.replaceAll('&amp;', '&'))

test('every page of docs/ is in it, and in its table of contents', () => {
  const linked = new Set(attribute(html('index.html'), 'href'))
  assert.ok(pages().length > 35)
  for (const page of pages().filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
    const file = page
      .replace(/^docs\//, '')
      .replace(/README\.md$/, 'index.md')
      .replace(/\.md$/, '.html')
    assert.ok(existsSync(join(siteFolder, file)), file)
    assert.ok(
      linked.has(`/${file}`) || linked.has(`/${file.replace(/index\.html$/, '')}`),
      `not in the contents: ${file}`
    )
  }
})

test('every link leads somewhere, and every anchor is there', () => {
  const ids = new Map(files.map((file) => [file, new Set(attribute(html(file), 'id'))]))
  let count = 0
  for (const file of files) {
    for (const href of attribute(html(file), 'href')) {
      if (/^https?:/.test(href)) {
        assert.ok(URL.canParse(href) && !/\s/.test(href), `${file}: ${href}`)
        continue
      }
      const [path, anchor] = href.split('#')
      const absolute = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path)
      const target = path === '' ? file : absolute.replace(/(^|\/)\.?$/, '$1index.html')
      assert.ok(existsSync(join(siteFolder, target)), `${file}: ${href}`)
      if (anchor) assert.ok(ids.get(target)?.has(decodeURIComponent(anchor)), `${file}: no anchor for ${href}`)
      count += 1
    }
  }
  assert.ok(count > 1000, String(count))
})

test('the API reference has every entry, and every function and class of each', async () => {
  const entries = Object.keys(apiEntries())
  assert.ok(entries.length >= 12)
  for (const entry of entries) {
    const page = html(`api/${entry}.html`)
    for (const name of Object.keys(await import(entry))) {
      assert.match(page, new RegExp(`<h3 id="${name.toLowerCase()}(-\\d+)?"`), `${entry}: ${name}`)
    }
  }
})

test('no page names a script, a style, a picture or a font of another place', () => {
  for (const file of files) {
    for (const source of attribute(html(file), 'src')) assert.match(source, /^(\/(?!\/)|data:)/, `${file}: ${source}`)
  }
  const assets = readdirSync(join(siteFolder, 'assets'), { recursive: true, encoding: 'utf8' })
  for (const style of assets.filter((name) => name.endsWith('.css'))) {
    assert.doesNotMatch(html(`assets/${style}`), /@import|url\(["']?(https?:)?\/\//, style)
  }
})

describe('in Chromium', () => {
  /** @type {Awaited<ReturnType<typeof launchChromium>>} */
  let chromium
  /** @type {Awaited<ReturnType<typeof serveFolder>>} */
  let server
  /** @type {import('puppeteer-core').Page} */
  let page
  /** @type {string[]} */
  const problems = []

  before(async () => {
    ;[chromium, server] = await Promise.all([launchChromium(), serveFolder({ folder: siteFolder, policy })])
    page = await chromium.browser.newPage()
    await page.setViewport({ width: 1400, height: 900 })
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('request', (request) => {
      if (!/^data:/.test(request.url()) && !request.url().startsWith(server.url)) problems.push(request.url())
    })
  })
  after(() => Promise.all([chromium?.close(), server?.close()]))

  /** @param {string} path */
  const open = (path) => page.goto(new URL(path, server.url).href, { waitUntil: 'networkidle0' })

  /** @returns {Promise<string[]>} what axe-core has against the page */
  async function complaints() {
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run())
    return violations.flatMap((/** @type {any} */ { id, nodes }) =>
      nodes.map((/** @type {any} */ { target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
    )
  }

  /** One of each kind. */
  const kinds = [
    '',
    'guides/guard.html',
    'guides/explain.html',
    'reference/errors.html',
    'providers.html',
    'api/assay-jwt/http.html'
  ]

  for (const scheme of ['light', 'dark']) {
    test(`axe finds nothing, ${scheme}: ${kinds.length} pages, and the search`, async () => {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      for (const kind of kinds) {
        await open(kind)
        const dark = await page.evaluate(() => document.documentElement.classList.contains('dark'))
        assert.equal(dark, scheme === 'dark')
        assert.deepEqual(await complaints(), [], kind)
      }
      await search('Auth0')
      assert.deepEqual(await complaints(), [], 'search')
    })
  }

  /** Opens the search with the keyboard. @param {string} words @returns {Promise<string[]>} what is found */
  async function search(words) {
    await page.keyboard.press('/')
    await page.waitForSelector('.VPLocalSearchBox input')
    await page.keyboard.type(words)
    await page.waitForSelector('.VPLocalSearchBox .result')
    return page.$$eval('.VPLocalSearchBox .result', (results) => results.map((each) => each.getAttribute('href') ?? ''))
  }

  for (const [words, expected] of [
    ['Auth0', /^\/providers.html#auth0/],
    ['Entra', /^\/providers.html#/],
    ['Cognito', /^\/providers.html#/],
    ['Keycloak', /^\/providers.html#/],
    ['Kubernetes', /^\/providers.html#kubernetes/],
    ['GitLab', /^\/providers.html#gitlab-ci/],
    ['Supabase', /^\/providers.html#supabase/],
    ['Zitadel', /^\/providers.html#zitadel/],
    ['PEM', /keys-from-pem/],
    ['vitest', /testing/],
    ['Lambda', /bundlers|lambda/],
    ['migration', /migration/],
    ['troubleshooting', /troubleshooting/]
  ]) {
    test(`the search finds ${words}, with the keyboard alone`, async () => {
      await open('')
      const found = await search(/** @type {string} */ (words))
      assert.ok(
        found.some((href) => /** @type {RegExp} */ (expected).test(href)),
        found.join(' ')
      )
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => location.pathname !== '/')
    })
  }

  test('nothing was refused by the policy, thrown, or asked of another place', () => assert.deepEqual(problems, []))
})

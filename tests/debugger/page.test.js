import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { buildDebugger, folder, folderPolicy, singleFile } from '../../tools/lib/build-debugger.js'
import { serveFolder } from '../../tools/lib/serve-folder.js'
import { chooseSample, inEachBrowser, openDebugger, paste, settled, shown, violations } from './support/debugger.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const samples = JSON.parse(
  readFileSync(new URL('../../examples/browser-debugger/samples.json', import.meta.url), 'utf8')
)
const good = samples.samples[0].token

/**
 * Runs axe-core in the page. It comes by the debugging protocol, which the page's policy does not concern.
 * @returns {Promise<string[]>} what it found
 */
async function accessibilityFaults(page) {
  await page.evaluate(axe)
  const { violations: found, passes } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] })
  )
  assert.ok(passes.length > 20)
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
  )
}

inEachBrowser('the page', (session) => {
  test('axe finds nothing: accepted, refused, marked, warned of, a policy that is no good, everything opened', async () => {
    const { page } = await session.open()
    for (const name of [
      'An accepted token',
      'Expired',
      'A member twice',
      'Brings its own key',
      'Not canonical base64url'
    ]) {
      await chooseSample(page, name)
      assert.deepEqual(await accessibilityFaults(page), [], name)
    }
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    await paste(
      page,
      '#jwks',
      '{"keys":[{"kty":"RSA","kid":"weak","n":"AQAB","e":"AQAB","d":"AQAB"},{"kty":"oct","k":"AQAB"}]}'
    )
    await page.click('#fill-from-token')
    await settled(page)
    assert.deepEqual(await accessibilityFaults(page), [], 'opened')
    await paste(page, '#issuer', '')
    assert.deepEqual(await accessibilityFaults(page), [], 'no issuer')
    await paste(page, '#token', '')
    assert.deepEqual(await accessibilityFaults(page), [], 'no token')
    await page.setViewport({ width: 360, height: 740 })
    await chooseSample(page, 'Expired')
    assert.deepEqual(await accessibilityFaults(page), [], 'narrow')
    await page.close()
  })

  const dark =
    session.name === 'Chromium'
      ? false
      : 'WebDriver BiDi cannot ask Firefox for the dark yet; the style sheet is the same'
  test('axe finds nothing in the dark either', { skip: dark }, async () => {
    const { page } = await session.open()
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: 'dark' },
      { name: 'prefers-reduced-motion', value: 'reduce' }
    ])
    for (const name of ['An accepted token', 'Expired', 'A member twice', 'Brings its own key']) {
      await chooseSample(page, name)
      assert.deepEqual(await accessibilityFaults(page), [], name)
    }
    await page.close()
  })

  test('narrow screens: nothing is wider than the screen, down to 320 pixels', async () => {
    const { page } = await session.open()
    for (const width of [320, 390, 768, 1024, 1440]) {
      await page.setViewport({ width, height: 800 })
      for (const name of ['Brings its own key', 'A member twice']) {
        await chooseSample(page, name)
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        )
        assert.ok(wider <= 0, `${name} at ${width}: ${wider} pixels too wide`)
      }
    }
    await page.close()
  })

  test('keyboard: a claim is explained on focus, Escape hides it; a check opens; arrows move between the tabs', async () => {
    const { page } = await session.open()
    await page.focus('#claims .term')
    assert.equal(await page.$eval('#tooltip', (each) => each.hidden), false)
    assert.match(await page.$eval('#tooltip', (each) => each.textContent), /^Issuer: .*RFC 7519 §4\.1\.1/)
    const described = await page.$$eval('.term', (terms) =>
      terms.map((each) => document.getElementById(each.getAttribute('aria-describedby'))?.textContent)
    )
    assert.ok(described.length >= 10 && described.every((text) => text?.length > 20))
    await page.keyboard.press('Escape')
    assert.equal(await page.$eval('#tooltip', (each) => each.hidden), true)
    await page.hover('#header .term')
    await page.waitForFunction(() => !document.getElementById('tooltip').hidden)
    await page.focus('#check-exp summary')
    await page.keyboard.press('Enter')
    assert.equal(await page.$eval('#check-exp details', (each) => each.open), true)
    assert.match(await page.$eval('#check-exp dl', (each) => each.textContent), /expected.*actual.*RFC 7519 §4\.1\.4/)
    await page.focus('#code-tabs [aria-selected=true]')
    await page.keyboard.press('ArrowLeft')
    assert.match(await page.$eval('#code', (each) => each.textContent), /^npx assay-jwt explain/)
    await page.close()
  })

  test('the time line tells its points to a screen reader', async () => {
    const { page } = await session.open()
    assert.match(
      await page.$eval('#timeline svg', (each) => each.getAttribute('aria-label')),
      /iat, nbf 4 min ago, exp in 56 min.*Tolerance 60 s/
    )
    assert.equal(await page.$$eval('#timeline .tolerance', (bands) => bands.length), 2)
    await page.close()
  })

  test('offline: with the server gone, the page loads again and decides', async () => {
    const server = await serveFolder({ folder, policy: folderPolicy })
    const { page } = await openDebugger(session.browser, server.url)
    await page.waitForFunction(() => !document.getElementById('offline').hidden)
    await server.close()
    await page.goto(server.url)
    await settled(page)
    await chooseSample(page, 'Expired')
    assert.equal((await shown(page)).reason, 'expired')
    assert.deepEqual(await violations(page), [])
    await page.close()
  })

  test('nothing typed is stored, kept by the service worker, or put into the address bar', async () => {
    const { page, requests } = await session.open()
    await page.waitForFunction(() => !document.getElementById('offline').hidden)
    const before = requests.length
    const secret = `${good.slice(0, -6)}SECRET`
    await paste(page, '#token', `Bearer ${secret}`)
    await paste(page, '#issuer', 'https://typed.example/')
    await page.evaluate(() => document.getElementById('policy-form').requestSubmit())
    await page.focus('#issuer')
    await page.keyboard.press('Enter')
    const kept = await page.evaluate(async () => {
      const names = await caches.keys()
      const files = (
        await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))
      ).flat()
      const databases = (await indexedDB.databases?.()) ?? []
      return {
        href: location.href,
        local: localStorage.length,
        session: sessionStorage.length,
        cookie: document.cookie,
        databases,
        files,
        state: history.state,
        length: history.length
      }
    })
    const { files, length, ...rest } = kept
    assert.deepEqual(rest, { href: session.url, local: 0, session: 0, cookie: '', databases: [], state: null })
    assert.ok(length <= 2)
    const own = [
      '',
      'app.css',
      'app.js',
      'assay-ec.wasm',
      'assay.wasm',
      'icon-maskable.svg',
      'icon.svg',
      'index.html',
      'manifest.webmanifest'
    ]
    assert.deepEqual(files.map((url) => url.slice(session.url.length)).sort(), own)
    assert.deepEqual(
      requests.slice(before).filter((url) => !url.startsWith('data:') && !own.includes(url.slice(session.url.length))),
      []
    )
    await page.goto(session.url)
    await settled(page)
    assert.equal(await page.$eval('#token', (each) => each.value), good)
    await page.close()
  })

  test('one HTML file, opened from the disk: the same decisions, no request, no violation', async () => {
    const { page, complaints, requests } = await openDebugger(session.browser, pathToFileURL(singleFile).href)
    for (const { name } of samples.samples) {
      await chooseSample(page, name)
      assert.equal(
        (await shown(page)).title,
        name === 'An accepted token' ? 'Accepted' : /** @type {any} */ ((await shown(page)).title),
        name
      )
    }
    await chooseSample(page, 'A member twice')
    assert.equal((await shown(page)).reason, 'claims_duplicate_member')
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(complaints, [])
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')),
      []
    )
    await page.close()
  })

  test('the policy is in force: no code from strings, no request elsewhere by http, no script or style in the page', async () => {
    const { page } = await session.open()
    const outcome = await page.evaluate(async () => {
      const attempt = async (action) => {
        try {
          return await action()
        } catch {
          return 'refused'
        }
      }
      const script = document.createElement('script')
      script.textContent = 'globalThis.inline = true'
      document.head.append(script)
      return {
        // Not here: what a test evaluates is above the policy.
        eval: await new Promise((done) => setTimeout(() => attempt(async () => new Function('return 1')()).then(done))),
        fetch: await attempt(() => fetch('http://example.com/').then(() => 'sent')),
        inline: globalThis.inline ?? 'refused'
      }
    })
    assert.deepEqual(outcome, { eval: 'refused', fetch: 'refused', inline: 'refused' })
    assert.ok((await violations(page)).length >= 2)
    await page.close()
  })
})

test('the headers and the page name the same policy; the page is installable', async () => {
  await buildDebugger()
  const server = await serveFolder({ folder, policy: folderPolicy })
  try {
    const response = await fetch(server.url)
    const html = await response.text()
    assert.equal(response.headers.get('content-security-policy'), `${folderPolicy}; frame-ancestors 'none'`)
    assert.ok(html.includes(`content="${folderPolicy}"`))
    assert.match(
      folderPolicy,
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' https:/
    )
    assert.doesNotMatch(folderPolicy, /unsafe-inline|'unsafe-eval'/)
    const manifest = await (await fetch(new URL('manifest.webmanifest', server.url))).json()
    assert.equal(manifest.display, 'standalone')
    for (const { src } of manifest.icons) assert.equal((await fetch(new URL(src, server.url))).status, 200)
    for (const path of ['../package.json', 'app.js/..%2f', '.hidden', 'none.js']) {
      assert.equal((await fetch(new URL(path, server.url))).status, 404, path)
    }
  } finally {
    await server.close()
  }
})

test('one file: its scripts and styles are allowed by their hashes alone, and it is the core of dist', async () => {
  await buildDebugger()
  const html = readFileSync(singleFile, 'utf8')
  const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(html)
  assert.match(policy, /script-src 'sha256-[\w+/=]+' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/=]+'/)
  for (const name of ['assay.wasm', 'assay-ec.wasm']) {
    const code = readFileSync(new URL(`../../dist/${name}`, import.meta.url))
    assert.ok(html.includes(code.toString('base64')), name)
    assert.deepEqual(readFileSync(`${folder}/${name}`), code)
  }
})

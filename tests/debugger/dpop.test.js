// DPoP proofs in the page: RFC 9449.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from '../support/package-exports.js'
import { choose, chooseSample, inEachBrowser, paste, settled, shown, violations } from './support/debugger.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { samples } = JSON.parse(
  readFileSync(new URL('../../examples/browser-debugger/samples.json', import.meta.url), 'utf8')
)
const named = (name) => samples.find((sample) => sample.name === name)
const good = named('Bound to a key, with its proof')
const bad = named('Bound, with a proof for another request')

const request = `curl -X POST '${good.proof.url}?page=1' -H 'Authorization: DPoP ${good.token}' -H 'DPoP: ${good.proof.text}'`

/** @param {import('puppeteer-core').Page} page */
const proofShown = (page) =>
  page.evaluate(() => {
    const value = (id) => document.getElementById(id).value
    const items = [...document.querySelectorAll('#proof-checks > li')]
    return {
      fields: ['dpop-proof', 'dpop-method', 'dpop-url'].map(value),
      isOpen: !document.getElementById('proof-checks-card').hidden,
      failed: items.filter((item) => item.dataset.status === 'fail').map((item) => item.id.replace('check-', '')),
      passed: items.filter((item) => item.dataset.status === 'pass').length,
      advice: items.map((item) => item.querySelector('.advice')?.textContent).filter(Boolean),
      segments: [...document.querySelectorAll('#dpop-proof-colours .segment')].map((each) => each.className),
      header: document.getElementById('proof-header').textContent
    }
  })

/** @param {import('puppeteer-core').Page} page */
const codeOf = async (page, id) => {
  await page.click(`#tab-${id}`)
  return page.$eval('#code', (each) => each.textContent)
}

/** Runs code of the page as a module, inside the package, whose name it imports. @param {string} code @returns {Promise<any>} */
async function running(code) {
  mkdirSync(join(root, 'build'), { recursive: true })
  const directory = mkdtempSync(join(root, 'build/debugger-dpop-'))
  try {
    writeFileSync(join(directory, 'code.js'), code)
    return await import(pathToFileURL(join(directory, 'code.js')).href)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** @param {import('puppeteer-core').Page} page @param {string} when */
async function assertAccessible(page, when) {
  await page.evaluate(axe)
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  assert.deepEqual(
    found.violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`),
    [],
    when
  )
}

inEachBrowser('DPoP proofs', (session) => {
  test('RFC 9449 §4.3: the samples: a good proof, one for another request, none; each check with advice', async () => {
    const { page, complaints } = await session.open()
    assert.equal((await proofShown(page)).isOpen, false)
    await chooseSample(page, good.name)
    assert.equal((await shown(page)).title, 'Accepted')
    const { failed, passed, segments, header, isOpen } = await proofShown(page)
    assert.deepEqual([failed, passed > 10, isOpen], [[], true, true])
    assert.deepEqual(segments, ['segment header', 'segment claims', 'segment signature'])
    assert.match(header, /"dpop\+jwt"/)
    await assertAccessible(page, 'good')

    await chooseSample(page, bad.name)
    const { title, code, reason, checks } = await shown(page)
    assert.deepEqual([title, code, reason], ['Refused', 'AUTH_PROOF_INVALID', 'proof_method'])
    assert.equal(checks.at(-1).check, 'binding')
    const refused = await proofShown(page)
    assert.deepEqual(refused.failed, ['proof_htm', 'proof_htu'])
    assert.equal(refused.advice.length, 2)
    assert.match(await page.$eval('#verdict-advice', (each) => each.textContent), /method in "htm"/)
    assert.match(await page.$eval('#answer', (each) => each.textContent), /WWW-Authenticate: .*invalid_dpop_proof/)
    await assertAccessible(page, 'bad')

    await chooseSample(page, 'Bound, without a proof')
    const { warnings } = await shown(page)
    assert.match(warnings.join(), /bound to a key \(cnf\.jkt\)/)
    await page.evaluate(() => (document.getElementById('more-policy').open = true))
    await choose(page, '#dpop', 'true')
    assert.equal((await shown(page)).reason, 'token_bound')
    await choose(page, '#dpop', '{"required":true}')
    await chooseSample(page, 'An accepted token')
    await choose(page, '#dpop', '{"required":true}')
    assert.equal((await shown(page)).reason, 'token_not_bound')
    assert.match(await codeOf(page, 'shell'), /--dpop-required /)
    assert.deepEqual([complaints, await violations(page)], [[], []])
    await page.close()
  })

  test('a pasted request has its proof with it; what is typed decides again; the code has the option', async () => {
    const { page } = await session.open()
    await chooseSample(page, 'An accepted token')
    await choose(page, '#clock', 'sample')
    await paste(page, '#token', request)
    await choose(page, '#clock', 'sample')
    assert.deepEqual((await proofShown(page)).fields, [good.proof.text, 'POST', `${good.proof.url}?page=1`])
    assert.equal((await shown(page)).title, 'Accepted')
    assert.match(await codeOf(page, 'verifier'), /dpop: true\n[^]*check\(jwt, possession\)[^]*, possession \}\)/)
    assert.match(await codeOf(page, 'worker'), /guard\(verifier, \{ requiredScope: 'tools:call' \}\)/)
    const worker = await running(await codeOf(page, 'worker'))
    const answer = await worker.default.fetch(new Request('https://api.example.com/'))
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate'), /DPoP /)
    assert.equal(typeof (await running(await codeOf(page, 'verifier'))).check, 'function')
    assert.match(await codeOf(page, 'shell'), /--dpop \\\n[^]*--dpop-proof proof\.txt[^]*--dpop-method POST/)
    assert.match(await codeOf(page, 'cpp'), /has no DPoP/)

    await paste(page, '#dpop-method', 'GET')
    assert.deepEqual((await proofShown(page)).failed, ['proof_htm'])
    await paste(page, '#dpop-proof', `DPoP: ${bad.proof.text}`)
    assert.deepEqual((await proofShown(page)).failed, ['proof_htu'])
    await paste(page, '#dpop-proof', request)
    assert.deepEqual((await proofShown(page)).failed, [])
    await paste(page, '#token', good.token)
    assert.equal((await proofShown(page)).isOpen, true, 'what the user has typed stays')
    await paste(page, '#dpop-proof', '')
    assert.equal((await proofShown(page)).isOpen, false)
    assert.doesNotMatch(await codeOf(page, 'verifier'), /dpop/)

    await paste(page, '#token', good.proof.text)
    assert.match((await shown(page)).warnings.join(), /This is a DPoP proof, and not an access token/)
    assert.deepEqual((await shown(page)).marked, [])
    await page.close()
  })

  test('another token takes the proof of the sample or of the request before with it', async () => {
    const { page } = await session.open()
    await chooseSample(page, good.name)
    await paste(page, '#token', named('Expired').token)
    assert.deepEqual((await proofShown(page)).fields, ['', 'GET', ''])
    await paste(page, '#token', request)
    await paste(page, '#token', 'eyJhbGciOiJSUzI1NiJ9.e30.AA')
    assert.deepEqual((await proofShown(page)).fields, ['', 'GET', ''])
    await page.close()
  })

  test('keyboard, narrow and dark: the fields follow one another, nothing is wider than the screen', async () => {
    const { page } = await session.open()
    await chooseSample(page, bad.name)
    await page.focus('#dpop-proof')
    for (const id of ['dpop-method', 'dpop-url']) {
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.id), id)
    }
    for (const width of [320, 768, 1440]) {
      await page.setViewport({ width, height: 800 })
      await settled(page)
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
      assert.ok(wider <= 0, `${width}: ${wider}`)
    }
    if (session.name === 'Chromium') {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: 'dark' },
        { name: 'prefers-reduced-motion', value: 'reduce' }
      ])
      await assertAccessible(page, 'dark')
    }
    await page.close()
  })
})

// Elliptic curves on the page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { singleFile } from '../../tools/lib/build-debugger.js'
import { newCurveKey, soundCurveKey } from '../js/support/curve-keys.js'
import { chooseSample, inEachBrowser, openDebugger, paste, settled, shown, violations } from './support/debugger.js'

const SAMPLE = 'Signed with ES256, not allowed'

/** @param {import('puppeteer-core').Page} page */
async function allowES256(page) {
  await page.click('#algorithms input[value="ES256"]')
  await settled(page)
}

inEachBrowser('elliptic curves', (session) => {
  test('RFC 8725 §3.1: ES256 is refused until it is allowed, and then accepted', async () => {
    const { page, complaints } = await session.open()
    await chooseSample(page, SAMPLE)
    const refused = await shown(page)
    assert.deepEqual([refused.title, refused.reason], ['Refused', 'alg_not_allowed'])
    assert.match(await page.$eval('#checks', (each) => each.textContent), /Add 'ES256' to the option algorithms/)
    await allowES256(page)
    const accepted = await shown(page)
    assert.deepEqual([accepted.title, accepted.status, accepted.warnings], ['Accepted', 'HTTP 200', []])
    assert.match(await page.$eval('#code', (each) => each.textContent), /ES256/)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('one HTML file, opened from the disk, has the module with it', async () => {
    const { page, complaints } = await openDebugger(session.browser, pathToFileURL(singleFile).href)
    await chooseSample(page, SAMPLE)
    await allowES256(page)
    assert.equal((await shown(page)).title, 'Accepted')
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('keys are described by their curve, and the algorithm by its name', async () => {
    const { page } = await session.open()
    await chooseSample(page, SAMPLE)
    const tip = await page.$eval('#header [data-tip*="ES256"]', (each) => /** @type {any} */ (each).dataset.tip)
    assert.match(tip, /"ES256": ECDSA on P-256 with SHA-256 \(RFC 7518 §3\.4\)\.$/)
    const other = { ...newCurveKey('Ed448'), d: undefined, kid: 'e448', use: 'sig' }
    await paste(page, '#jwks', JSON.stringify({ keys: [soundCurveKey('P-384'), soundCurveKey('Ed25519'), other] }))
    const lint = await page.$eval('#lint', (each) => each.textContent)
    assert.match(lint, /P-384 EC P-384 · ES384 · use sig · usable/)
    assert.match(lint, /Ed25519 OKP Ed25519 · EdDSA · use sig · usable/)
    assert.match(lint, /e448 OKP Ed448 · use sig · left out.*this verifier uses P-256, P-384, P-521 and Ed25519/)
    await page.close()
  })
})

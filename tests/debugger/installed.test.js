// The debugger as the installed package serves it: npm's tarball in an empty project, `npx assay-jwt debug`, and both
// browsers.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startDebug } from '../cli/support/debug.js'
import { ecOptions, ecToken } from '../js/support/ec-tokens.js'
import { installTarball } from '../support/tarball.js'
import { chooseSample, inEachBrowser, openDebugger, paste, shown, violations } from './support/debugger.js'

const project = mkdtempSync(join(tmpdir(), 'assay-installed-'))
/** @type {Awaited<ReturnType<typeof startDebug>>} */
let running
before(async () => {
  const installed = await installTarball(project)
  running = await startDebug(join(installed, 'dist/entry/cli.js'), [], { cwd: project })
})
after(async () => {
  const { code } = await running.end()
  rmSync(project, { recursive: true, force: true })
  assert.equal(code, 0)
})

inEachBrowser('the installed debugger', (session) => {
  test('it decides by RSA and by curves, asks nobody else, and leaves nothing behind', async () => {
    const { page, complaints, requests } = await openDebugger(session.browser, running.url)
    assert.equal((await shown(page)).title, 'Accepted')
    await chooseSample(page, 'Changed after signing')
    assert.equal((await shown(page)).reason, 'signature_mismatch')
    const { issuer, audience, jwks } = ecOptions()
    await paste(page, '#token', ecToken('ES256'))
    await paste(page, '#issuer', issuer)
    await paste(page, '#audience', audience)
    await paste(page, '#scopes', '')
    await paste(page, '#jwks', JSON.stringify(jwks))
    await page.click('#algorithms [value=ES256]')
    const { checks } = await shown(page)
    assert.equal(checks.find(({ check }) => check === 'signature')?.status, 'pass')
    assert.deepEqual([complaints, await violations(page)], [[], []])
    const asked = requests.filter((each) => !each.startsWith('data:')) // Firefox's own font
    assert.ok(asked.length >= 5 && asked.every((each) => each.startsWith(running.url)), asked.join())
    const workers = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
    assert.equal(workers, 0)
    await page.close()
  })
})

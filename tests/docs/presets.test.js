// docs/providers.md: what each preset takes, and Keycloak on one's own machine.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import * as presets from 'assay-jwt/providers'
import { startHttpServer } from '../support/http-server.js'
import { read, runModule } from './support/pages.js'

const page = await read('docs/providers.md')

test('the table of presets names each preset, all of its parameters and no other', () => {
  const [, section] = /<!-- presets -->(.*?)<!-- \/presets -->/s.exec(page) ?? []
  const rows = [...section.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)]
  assert.deepEqual(rows.map(([, name]) => name).sort(), Object.keys(presets).sort())
  for (const [, name, text] of rows) {
    const named = [...text.matchAll(/`(\w+)(?::[^`]*)?`/g)].map(([, parameter]) => parameter)
    const known = fromHint(/** @type {any} */ (presets)[name]).map((each) => each.replace(`${name}.`, ''))
    assert.deepEqual([...named.filter((each) => !/^\d$/.test(each)), 'claims'].sort(), known.sort(), name)
    const bold = [...text.matchAll(/\*\*`(\w+)`\*\*/g)].map(([, parameter]) => `${name}.${parameter}`)
    assert.throws(
      () => /** @type {any} */ (presets)[name]({}),
      ({ reason, option }) => reason === 'option_missing' && bold.includes(option),
      name
    )
  }
})

/** @param {(parameters: any) => unknown} preset @returns {string[]} the parameters that it knows */
function fromHint(preset) {
  try {
    preset({ nonsense: true })
  } catch (error) {
    return /** @type {Error & { hint: string }} */ (error).hint.replace(/^.*: /, '').split(', ')
  }
  throw new Error('an unknown parameter was accepted')
}

test('Keycloak on one’s own machine: the block runs as it stands, and roles of a client are scopes', async () => {
  const [, code] = /<!-- keycloak-local -->\n\n```js\n(.*?)^```/ms.exec(page) ?? []
  const { url, server, close } = await startHttpServer()
  try {
    const issuer = await testIssuer({ issuer: `${url}/realms/acme` })
    server.on('request', async (request, response) => {
      const answer = await issuer.fetch(`${url}${request.url}`)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })
    const token = (/** @type {object} */ claims) =>
      issuer.token({ typ: 'Bearer', azp: 'web', resource_access: { api: { roles: ['reporter'] } }, ...claims })
    const tokens = [await token({}), await token({ azp: 'other' })]
    const run = (/** @type {string} */ more) =>
      runModule(
        `${code.replace('http://localhost:8080', url).replace("clients: ['web']", `clients: ['web']${more}`)}
        for (const jwt of ${JSON.stringify(tokens)})
          console.log(await verifier.verify(jwt).then(({ scopes }) => scopes.join(), ({ reason }) => reason))`,
        "import { createVerifier } from 'assay-jwt'\nimport { keycloak } from 'assay-jwt/providers'"
      )
    assert.equal(await run(''), '\nclaim_mismatch\n')
    assert.match(page, /`clientRoles: 'api'`/)
    assert.equal(await run(", clientRoles: 'api'"), 'reporter\nclaim_mismatch\n')
  } finally {
    await close()
  }
})

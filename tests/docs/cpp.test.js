// docs/guides/cpp.md: its tables have each field of the structures, and its test tokens are good. tests/native compiles the rest.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { inFolder, install, outputOf, write } from './support/newcomer.js'
import { block, read } from './support/pages.js'

const page = 'docs/guides/cpp.md'

for (const [section, header, name] of [
  ['policy', 'src/verify/policy.hpp', 'Policy'],
  ['jwks-options', 'src/jwks/jwks_verifier.hpp', 'JwksOptions']
]) {
  test(`the table names each field of ${name} and no other`, async () => {
    const [, struct] = new RegExp(`^struct ${name} \\{\n(.*?)^\\};`, 'ms').exec(await read(header)) ?? []
    const fields = [...struct.matchAll(/^ {2}[\w:<>() ]+ (\w+)(?:\{.*?\}| =.*?)?;/gm)].map(([, field]) => field)
    const [, table] = new RegExp(`<!-- ${section} -->(.*?)<!-- /${section} -->`, 's').exec(await read(page)) ?? []
    const named = [...table.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell]) => cell.match(/\w+/g) ?? [])
    assert.ok(fields.length >= 9, fields.join())
    assert.deepEqual(named, fields)
  })
}

test('the test tokens are verified by their keys, and the expired one is refused', () =>
  inFolder(async (folder) => {
    write(folder, { 'package.json': '{}', 'tokens.mjs': await block(page, 'assay-jwt/testing') })
    await install(folder, 'npm install assay-jwt')
    await outputOf(folder, 'node tokens.mjs')
    const [keys, token, expired] = ['keys.json', 'token.txt', 'expired.txt'].map((name) =>
      readFileSync(join(folder, name), 'utf8')
    )
    const verifier = createVerifier({
      issuer: 'https://auth.example.com/',
      audience: 'https://api.example.com',
      algorithms: ['ES256'],
      jwks: JSON.parse(keys)
    })
    assert.deepEqual((await verifier.verify(token, { requiredScope: 'tools:read' })).scopes, ['tools:read'])
    await assert.rejects(verifier.verify(expired), { reason: 'expired' })
  }))

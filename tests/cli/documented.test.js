// The commands of docs/guides/command-line.md, one behind the other, in a directory that has what they name.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { boundToken, proofFor } from '../js/support/dpop.js'
import { publicJwk, token } from '../js/support/tokens.js'
import { main } from './support/cli.js'

test('every sh block of the page runs as it stands, and accepts the token', () => {
  const page = readFileSync(new URL('../../docs/guides/command-line.md', import.meta.url), 'utf8')
  const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, code]) =>
    // What fetches is run by tests/docs/commands.test.js, which has a server.
    code
      .trim()
      .split('\n')
      .filter((line) => !/^npx assay-jwt (fetch|lint)-jwks .*https:/.test(line))
  )
  assert.ok(commands.length >= 8)
  const directory = mkdtempSync(join(tmpdir(), 'assay-commands-'))
  try {
    const jwt = token({ claims: { iat: undefined, exp: 4e9 } })
    writeFileSync(join(directory, 'token.txt'), jwt)
    const bound = boundToken({ claims: { iat: undefined, exp: 4e9 } })
    const request = { htm: 'POST', htu: 'https://api.example.com/tools', iat: Math.floor(Date.now() / 1000) }
    writeFileSync(join(directory, 'bound-token.txt'), bound)
    writeFileSync(join(directory, 'proof.txt'), `DPoP: ${proofFor(bound, { claims: request })}\n`)
    writeFileSync(join(directory, 'tokens.log'), `${jwt}\n${jwt}\n`)
    writeFileSync(join(directory, 'keys.json'), JSON.stringify({ keys: [publicJwk()] }))
    writeFileSync(join(directory, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`, {
      mode: 0o755
    })
    const env = { ...process.env, PATH: `${directory}:${process.env.PATH}` }
    for (const command of commands) {
      const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: directory, env, encoding: 'utf8' })
      assert.equal(status, 0, `${command}\n${stderr}`)
    }
    assert.match(readFileSync(join(directory, 'verifier.js'), 'utf8'), /export const verify = /)
    const verdicts = readFileSync(join(directory, 'verdicts.jsonl'), 'utf8').trim().split('\n')
    assert.deepEqual(
      verdicts.map((line) => JSON.parse(line).valid),
      [true, true]
    )
    execFileSync(process.execPath, ['--check', join(directory, 'verifier.js')])
  } finally {
    rmSync(directory, { recursive: true })
  }
})

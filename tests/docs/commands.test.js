// The sh blocks of the pages: each line runs here as it stands, or is named with the test that runs it. Only the issuer is
// put in, which is a real authorization server.
import assert from 'node:assert/strict'
import { createPublicKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/express'
import { main } from '../cli/support/cli.js'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { startExample } from '../support/example.js'
import { freePort } from '../support/free-port.js'
import { startHttpServer } from '../support/http-server.js'
import { newPrivateKey } from '../support/new-private-key.js'
import { inFolder, outputOf, write } from './support/newcomer.js'
import { pages, read } from './support/pages.js'

/** What is not run here: where it is, or why it is nowhere. Each of these fits some line. @type {[RegExp, string][]} */
const elsewhere = [
  [
    /^docs\/guides\/(node|workers|deno|bun|express|fastify|koa|hono|browser|mcp)\.md: /,
    'tests/docs/paths.test.js follows the page'
  ],
  [
    /^docs\/guides\/(nextjs|sveltekit|astro|nitro|aws-lambda)\.md: /,
    'tests/packaging builds the programs of the page by the framework’s own commands'
  ],
  [/^docs\/get-started\.md: /, 'tests/packaging/get-started.test.js follows the page'],
  [
    /^docs\/guides\/command-line\.md: (?!npx assay-jwt (fetch|lint)-jwks .*https:)/,
    'tests/cli/documented.test.js runs them one behind the other'
  ],
  [/^docs\/guides\/debugger\.md: npx assay-jwt debug$/, 'it serves until it is ended: tests/cli/debug.test.js'],
  [/^docs\/guides\/testing\.md: /, 'tests/packaging/test-runners.test.js runs the page with each test runner'],
  [/^docs\/guides\/dpop\.md: npm install oauth4webapi$/, 'tests/docs/dpop.test.js runs the client'],
  [/^docs\/guides\/mtls\.md: npm install assay-jwt express$/, 'tests/docs/mtls.test.js runs the program'],
  [/^docs\/guides\/cpp\.md: /, 'tests/native builds and installs the package'],
  [/^README\.md: npm install assay-jwt$/, 'the same as in docs/get-started.md'],
  [
    /^(README|CONTRIBUTING|docs\/(development|migration\/\w+))\.md: (npm|git|cmake|apt-get|cd|scripts)/,
    'it is npm test itself, or a part of it'
  ]
]

/** @type {{ page: string, command: string }[]} */
const commands = []
for (const page of pages()) {
  for (const [, code] of (await read(page)).matchAll(/^ *```(?:sh|bash|shell|console)\n(.*?)^ *```/gms)) {
    commands.push(
      ...code
        .trim()
        .split('\n')
        .map((line) => ({ page, command: line.trim() }))
    )
  }
}
const place = (/** @type {typeof commands[number]} */ { page, command }) => `${page}: ${command}`
const here = commands.filter((each) => !elsewhere.some(([pattern]) => pattern.test(place(each))))

test('a guide of a runtime or framework begins with its installation', async () => {
  const guided = ['nextjs', 'sveltekit', 'astro', 'nitro', 'aws-lambda', 'node', 'workers', 'deno', 'bun', 'browser']
  for (const name of [...guided, 'express', 'fastify', 'koa', 'hono', 'mcp']) {
    const [, language, code] = /^```(\w+)\n(.*)$/m.exec(await read(`docs/guides/${name}.md`)) ?? []
    assert.equal(language, 'sh', name)
    assert.match(code, /^(npm install|deno add|bun add) (npm:)?assay-jwt\b/, name)
  }
})

test('what is not run here is on a page', () => {
  for (const [pattern, why] of elsewhere)
    assert.ok(
      commands.some((each) => pattern.test(place(each))),
      why
    )
  assert.ok(here.length >= 12, String(here.length))
})

describe('each command succeeds', () => {
  /** @type {Awaited<ReturnType<typeof startAuthorizationServer>>} */
  let server
  before(async () => {
    server = await startAuthorizationServer()
  })
  after(() => server?.close())

  /** The files that commands name. @param {string} command */
  async function filesFor(command) {
    if (command.includes('public-key.pem')) return pemAndToken()
    const [, audience = 'https://mcp.example.com'] = /--audience (\S+)/.exec(command) ?? []
    const token = await server.issue({ resource: audience })
    const keys = await (await fetch(server.jwksUri)).text()
    const policy = { issuer: server.issuer, audience, allowInsecureLoopback: true }
    const log = `${token}\n${token}AAAA\n`
    return { 'token.txt': token, 'keys.json': keys, 'tokens.log': log, 'policy.json': JSON.stringify(policy) }
  }

  for (const { page, command } of here.filter((each) => each.command.startsWith('npx assay-jwt '))) {
    test(`${page}: ${command}`, () =>
      inFolder(async (folder) => {
        write(folder, await filesFor(command))
        const ours = command
          .replace('npx assay-jwt', `"${process.execPath}" "${main}"`)
          .replace('--issuer https://auth.example.com/', `--issuer ${server.issuer} --insecure-loopback`)
          .replace('https://auth.example.com/jwks', `${server.jwksUri} --insecure-loopback`)
        if (!command.includes('--batch')) {
          assert.match(await outputOf(folder, ours), shows(command))
          return
        }
        // One of the two is forged.
        await assert.rejects(outputOf(folder, ours))
        const verdicts = readFileSync(join(folder, 'verdicts.jsonl'), 'utf8').trim().split('\n')
        assert.deepEqual(
          verdicts.map((line) => JSON.parse(line).reason),
          [undefined, 'signature_mismatch']
        )
      }))
  }

  test('docs/troubleshooting.md: curl of an MCP server shows the challenge and the document that it names', () =>
    inFolder(async (folder) => {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const env = { ISSUER: server.issuer, RESOURCE: `${url}/mcp`, PORT: String(port) }
      const example = await startExample('examples/mcp-server/node.js', env)
      try {
        const [challenge, document, ...more] = here
          .filter(({ command }) => command.startsWith('curl ') && !command.includes('OPTIONS'))
          .map(({ command }) => command.replace('https://mcp.example.com', url))
        assert.deepEqual(more, [])
        const refused = await outputOf(folder, challenge)
        assert.match(refused, /^HTTP\/1\.1 401/)
        const named = /^www-authenticate: Bearer .*resource_metadata="([^"]+)"/im.exec(refused)?.[1]
        assert.equal(`curl ${named}`, document)
        assert.equal(JSON.parse(await outputOf(folder, document)).resource, `${url}/mcp`)
      } finally {
        await example.close()
      }
    }))

  test('docs/troubleshooting.md: curl of a preflight shows which of the three answers it is', () =>
    inFolder(async (folder) => {
      const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'a', jwks: { keys: [] } })
      const app = express()
      app.get('/method', guard(verifier), (_request, response) => void response.json({}))
      app.use('/path', guard(verifier))
      app.use('/origin', guard(verifier, { allowedOrigins: ['https://app.example.com'] }))
      const { url, close } = await startHttpServer(app)
      try {
        const [preflight, ...more] = here.filter(({ command }) => command.includes('OPTIONS'))
        assert.deepEqual(more, [])
        const ask = (/** @type {string} */ path) =>
          outputOf(folder, preflight.command.replace('https://api.example.com/report', url + path))
        assert.match(await ask('/method'), /^HTTP\/1\.1 200(?!.*^access-control).*^allow: /ims)
        assert.match(await ask('/path'), /^HTTP\/1\.1 204(?!.*^access-control)/ims)
        assert.match(await ask('/origin'), /^HTTP\/1\.1 204.*^access-control-allow-origin: https:\/\/app\./ims)
      } finally {
        await close()
      }
    }))

  test('no other command is on a page', () =>
    assert.deepEqual(
      here.filter(({ command }) => !/^(npx assay-jwt|curl) /.test(command)),
      []
    ))
})

/** What a command prints when all is well. @param {string} command */
function shows(command) {
  if (command.includes('> keys.json')) return /^$/
  if (/^npx assay-jwt fetch-jwks/.test(command)) return /"keys"/
  if (/^npx assay-jwt decode/.test(command)) return /^ *"?iss\b/m
  if (/^npx assay-jwt lint-jwks/.test(command)) return /\S/
  return /accepted|valid/i
}

/** A key as a PEM file, and a token by it. */
function pemAndToken() {
  const privateKey = newPrivateKey('rsa', { modulusLength: 2048 })
  const encode = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = { iss: 'https://auth.example.com', aud: 'https://api.example.com', sub: 'ada', exp: 4e9 }
  const input = `${encode({ alg: 'RS256' })}.${encode(claims)}`
  return {
    'public-key.pem': String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })),
    'token.txt': `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
  }
}

// The tarball in projects for Node: installed by npm, and compiled by TypeScript.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { packTarball } from '../support/tarball.js'
import { expected, expectedOfCurves, makeProject, output } from './project.js'

const main =
  "import { verdicts } from './verdicts.js'\nconsole.log(JSON.stringify([await verdicts(), await verdicts('curves')]))\n"
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

test('npm installs the tarball without a network, runs no script, and plain Node verifies with it', async () => {
  const tarball = await packTarball()
  const project = await makeProject({ 'main.js': main }, { install: false })
  try {
    const options = ['--offline', '--no-audit', '--no-fund', '--cache', project.inside('.npm'), '--json']
    const { added } = JSON.parse(await output(['npm', 'install', ...options, tarball], { cwd: project.directory }))
    assert.equal(added, 1, 'no run-time dependency')
    const lock = JSON.parse(readFileSync(project.inside('package-lock.json'), 'utf8'))
    assert.equal(lock.packages['node_modules/assay-jwt'].hasInstallScript, undefined)
    const said = await output([process.execPath, 'main.js'], { cwd: project.directory })
    assert.deepEqual(JSON.parse(said), [expected, expectedOfCurves])
  } finally {
    project.close()
  }
})

for (const [title, options] of /** @type {[string, object][]} */ ([
  ['NodeNext', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['Bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ['Bundler, for a browser', { module: 'esnext', moduleResolution: 'bundler', customConditions: ['browser'] }],
  ['Bundler, for workerd', { module: 'esnext', moduleResolution: 'bundler', customConditions: ['workerd'] }]
])) {
  test(`TypeScript with ${title} resolution compiles a program strictly, library files too, and it runs`, async () => {
    const compilerOptions = { target: 'es2022', lib: ['es2022', 'dom'], types: [], strict: true, outDir: 'out' }
    const project = await makeProject({
      'main.ts': typescript,
      'tsconfig.json': JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files: ['main.ts'] })
    })
    try {
      await output([process.execPath, tsc, '-p', '.'], { cwd: project.directory })
      const said = await output([process.execPath, 'out/main.js'], { cwd: project.directory })
      assert.equal(said, 'AUTH_TOKEN_INVALID malformed_segments\n')
    } finally {
      project.close()
    }
  })
}

test('TypeScript says what is wrong with a call: the types are the package’s own, not any', async () => {
  const project = await makeProject({
    'main.ts': typescript.replace('audience: null', 'audience: 5'),
    'tsconfig.json':
      '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] }, "files": ["main.ts"] }'
  })
  try {
    await assert.rejects(output([process.execPath, tsc, '-p', '.'], { cwd: project.directory }), /TS2322.*'number'/)
  } finally {
    project.close()
  }
})

const typescript = `import { AssayError, createVerifier } from 'assay-jwt'
import type { VerifiedToken, VerifierOptions } from 'assay-jwt'
import { createVerifier as createInline } from 'assay-jwt/inline'
import { createVerifier as createInlineEc } from 'assay-jwt/inline-ec'
import { createAssay } from 'assay-jwt/slim'

const options: VerifierOptions = { issuer: 'https://auth.example.com/', audience: null, jwks: { keys: [] } }
const make: (options: VerifierOptions) => { verifySync(token: string): VerifiedToken } = createInline
const create: (core: WebAssembly.Module, curves?: Uint8Array<ArrayBuffer>) => unknown = createAssay
void [make, create, createInlineEc]

declare const console: { log(text: string): void }
try {
  const token: VerifiedToken = await createVerifier({
    ...options,
    jwks: { keys: [{ kty: 'RSA', n: 'x'.repeat(342) + 'w', e: 'AQAB' }] }
  }).verify('nonsense')
  console.log(token.subject)
} catch (error) {
  if (!(error instanceof AssayError)) throw error
  console.log(error.code + ' ' + error.reason)
}
`

// The tarball as it is installed, pruned, zipped and copied: AWS Lambda's zip, a Docker image's stages, and the layouts of
// pnpm and Yarn. There is neither Lambda nor Docker here: the tests do what their documents say, and run what comes of it
// as nobody, on files that may not be written, as the platform would.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before } from 'node:test'
import { blocksIn, read } from '../docs/support/pages.js'
import { packTarball } from '../support/tarball.js'
import { deployment } from './deployment.js'
import { buildImage } from './dockerfile.js'
import { output } from './project.js'
import { asNobody, main, removeFiles, says, wasm, withProject, withShipped } from './shipped.js'
import { installTools, inTools, versionOf } from './tools.js'

/** @import { Project } from './shipped.js' */

before(() => installTools())

const zipfile = ['python3', '-m', 'zipfile']
/** Writes a zip file anew without what ends with .wasm. */
const withoutWasm = `import io, sys, zipfile
with open(sys.argv[1], 'rb') as file: old = zipfile.ZipFile(io.BytesIO(file.read()))
with zipfile.ZipFile(sys.argv[1], 'w') as new:
    for entry in old.infolist():
        if not entry.filename.endswith('.wasm'): new.writestr(entry, old.read(entry))
`

const quiet = ['--offline', '--no-audit', '--no-fund', '--no-progress']

/**
 * @param {Project} project
 * @param {Record<string, string>} dependencies of its package.json, besides the tarball
 * @param {object} [more] of its package.json
 */
async function dependOnTarball(project, dependencies = {}, more = {}) {
  cpSync(await packTarball(), project.inside('assay-jwt.tgz'))
  const manifest = { name: 'project', version: '1.0.0', private: true, type: 'module', ...more }
  const all = { 'assay-jwt': 'file:./assay-jwt.tgz', ...dependencies }
  writeFileSync(project.inside('package.json'), JSON.stringify({ ...manifest, dependencies: all }))
}

/** @param {Project} project @param {...string} args of npm */
const npm = (project, ...args) =>
  output(['npm', ...args, ...quiet, '--cache', project.inside('.npm')], { cwd: project.directory })

/**
 * What Lambda's runtime for Node.js does with a handler's module: it imports it by its path, and calls what it exports.
 * CommonJS is required. The zip is unpacked where nothing can be written.
 * @param {string} zip
 * @param {string} file of the handler
 * @param {RegExp} [lacks] the files to take away
 * @returns {Promise<string>} what the handler returns, as JSON
 */
async function invoke(zip, file, lacks) {
  const place = mkdtempSync(join(tmpdir(), 'assay-lambda-'))
  try {
    const task = join(place, 'var/task')
    mkdirSync(task, { recursive: true })
    await output([...zipfile, '-e', zip, task], { cwd: place })
    if (lacks) removeFiles(task, lacks)
    await output(['chmod', '-R', 'a+rX,a-w', place], { cwd: place })
    const path = JSON.stringify(join(task, file))
    const module = /\.cjs$/.test(file) ? `require(${path})` : `import(require('url').pathToFileURL(${path}))`
    const runtime = `Promise.resolve(${module}).then(({ handler }) => handler({})).then((each) => console.log(JSON.stringify(each)))`
    return await asNobody([process.execPath, '-e', runtime], task)
  } finally {
    await output(['chmod', '-R', 'u+w', place], { cwd: tmpdir() })
    rmSync(place, { recursive: true })
  }
}

const handler = `import { verdicts } from './verdicts.js'
export const handler = async () => [await verdicts(), await verdicts('curves')]
`
/** A handler of CommonJS, whose dependencies are ES modules. */
const required = `const loaded = import('./verdicts.js')
exports.handler = async () => {
  const { verdicts } = await loaded
  return [await verdicts(), await verdicts('curves')]
}
`

/** @param {Project} project @param {readonly string[]} names @param {string} [within] the directory that is zipped */
async function makeZip(project, names, within = '.') {
  const zip = project.inside('function.zip')
  rmSync(zip, { force: true })
  await output([...zipfile, '-c', zip, ...names], { cwd: project.inside(within) })
  return zip
}

deployment(
  'lambda-esbuild',
  () => '',
  (row) =>
    withProject(
      async (project) => {
        const { build } = await import('esbuild')
        for (const [file, format] of /** @type {const} */ ([
          ['index.mjs', 'esm'],
          ['index.cjs', 'cjs']
        ])) {
          const options = { bundle: true, platform: /** @type {const} */ ('node'), target: 'node20', format }
          const outdir = project.inside('out')
          rmSync(outdir, { recursive: true, force: true })
          await build({
            ...options,
            entryPoints: [project.inside('index.js')],
            outfile: join(outdir, file),
            logLevel: 'silent'
          })
          for (const [from, to] of wasm) cpSync(project.inside(from), join(outdir, to))
          const zip = await makeZip(project, readdirSync(outdir), 'out')
          row.assertRuns(await invoke(zip, file))
          await row.assertMissing('says', () => assert.rejects(invoke(zip, file, /\.wasm$/), says()))
        }
      },
      { 'index.js': handler }
    )
)

deployment(
  'lambda-modules',
  () => '',
  (row) =>
    withProject(
      async (project) => {
        await dependOnTarball(project)
        await npm(project, 'install', '--package-lock-only')
        await npm(project, 'ci', '--omit=dev')
        const names = [
          'package.json',
          'index.mjs',
          'index.cjs',
          'verdicts.js',
          'judge.js',
          'fixture.js',
          'node_modules'
        ]
        const zip = await makeZip(project, names)
        for (const file of ['index.mjs', 'index.cjs']) {
          row.assertRuns(await invoke(zip, file))
          await row.assertMissing('says', () => assert.rejects(invoke(zip, file, /\.wasm$/), says()))
        }
      },
      { 'index.mjs': handler, 'index.cjs': required },
      { install: false }
    )
)

/** What is built with, and must not be in the image. */
const buildTool = {
  'build-tool/package.json': '{ "name": "build-tool", "version": "1.0.0", "bin": "build.js" }',
  'build-tool/build.js': `#!/usr/bin/env node
const { cpSync } = require('node:fs')
cpSync('src', 'dist', { recursive: true })
`
}

deployment(
  'docker',
  () => '',
  (row) =>
    withProject(
      async (project) => {
        const more = { devDependencies: { 'build-tool': 'file:./build-tool' }, scripts: { build: 'build-tool' } }
        await dependOnTarball(project, {}, more)
        await npm(project, 'install', '--package-lock-only')
        mkdirSync(project.inside('src'))
        for (const name of ['main.js', 'verdicts.js', 'judge.js', 'fixture.js'])
          cpSync(project.inside(name), project.inside(`src/${name}`))
        const place = mkdtempSync(join(tmpdir(), 'assay-docker-'))
        try {
          const [dockerfile] = blocksIn(await read('docs/guides/deployment.md'), 'dockerfile')
          // The tarball and the tool of this project come by file, not from a registry.
          const lock = 'COPY package.json package-lock.json ./'
          assert.ok(dockerfile.includes(lock))
          const text = dockerfile.replace(lock, `${lock}\nCOPY assay-jwt.tgz ./\nCOPY build-tool ./build-tool`)
          const env = { npm_config_offline: 'true', npm_config_audit: 'false', npm_config_cache: join(place, 'npm') }
          const image = await buildImage(text, project.directory, place, env)
          const app = join(image.root, image.cwd)
          assert.ok(existsSync(join(place, 'build/app/node_modules/assay-jwt')))
          assert.deepEqual(
            readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.')),
            ['assay-jwt']
          )
          assert.deepEqual([image.user, image.command[0]], ['node', 'node'])
          rmSync(join(place, 'build'), { recursive: true })
          const run = () => asNobody([process.execPath, ...image.command.slice(1)], app)
          await output(['chmod', 'a+rx', place], { cwd: place })
          await output(['chmod', '-R', 'a+rX,a-w', image.root], { cwd: place })
          row.assertRuns(await run())
          await output(['chmod', '-R', 'u+w', image.root], { cwd: place })
          removeFiles(app, /\.wasm$/)
          await row.assertMissing('says', () => assert.rejects(run(), says('ENOENT')))
        } finally {
          rmSync(place, { recursive: true, force: true })
        }
      },
      { 'main.js': main, ...buildTool },
      { install: false }
    )
)

deployment(
  'pnpm',
  () => versionOf('pnpm'),
  (row) =>
    withProject(
      async (project) => {
        await dependOnTarball(project)
        const pnpm = [process.execPath, inTools('pnpm/bin/pnpm.cjs')]
        const env = { ...process.env, HOME: project.directory, CI: '1' }
        const options = ['--offline', '--no-frozen-lockfile', '--store-dir', project.inside('.store')]
        await output([...pnpm, 'install', '--prod', ...options], { cwd: project.directory, env })
        assert.ok(existsSync(project.inside('node_modules/.pnpm')), 'a store, and links to it')
        const names = ['package.json', 'main.js', 'verdicts.js', 'judge.js', 'fixture.js', 'node_modules']
        await withShipped(
          project,
          names.map((name) => /** @type {const} */ ([name, name])),
          async (place) => {
            const run = () => output([process.execPath, 'main.js'], { cwd: place })
            row.assertRuns(await run())
            removeFiles(place, /\.wasm$/)
            await row.assertMissing('says', () => assert.rejects(run(), says('ENOENT')))
          }
        )
      },
      { 'main.js': main },
      { install: false }
    )
)

deployment(
  'yarn-pnp',
  () => versionOf('@yarnpkg/cli-dist'),
  (row) =>
    withProject(
      async (project) => {
        await dependOnTarball(project)
        writeFileSync(project.inside('yarn.lock'), '')
        writeFileSync(
          project.inside('.yarnrc.yml'),
          'enableTelemetry: false\nenableGlobalCache: false\nnodeLinker: pnp\n'
        )
        const yarn = [process.execPath, inTools('@yarnpkg/cli-dist/bin/yarn.js')]
        const options = { cwd: project.directory, env: { ...process.env, HOME: project.directory } }
        await output([...yarn, 'install', '--no-immutable'], options)
        assert.ok(!existsSync(project.inside('node_modules')))
        const [zip] = readdirSync(project.inside('.yarn/cache')).filter((name) => name.endsWith('.zip'))
        row.assertRuns(await output([...yarn, 'node', 'main.js'], options))
        await output(['python3', '-c', withoutWasm, zip], { cwd: project.inside('.yarn/cache') })
        await row.assertMissing('says', () =>
          assert.rejects(output([...yarn, 'node', 'main.js'], options), says('ENOENT'))
        )
      },
      { 'main.js': main },
      { install: false }
    )
)

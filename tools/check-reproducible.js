// npm run build:check: packs this checkout, and a clean copy of it in another directory, under another time zone,
// language and order of Python's sets. Both tarballs must be the same, byte for byte, and with them the .wasm.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { buildWasm } from './build.js'
import { Failure, root, runCommand, runMain } from './lib/command.js'
import { dim, green, say, step } from './lib/steps.js'

/** Where both packages are kept when they differ. */
const evidence = join(root, 'build/reproducible')
const different = { TZ: 'Asia/Kathmandu', LANG: 'C', LC_ALL: 'C', PYTHONHASHSEED: '4711' }

/** @param {string} path */
const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** @param {string} directory gets this checkout as it is, without what is ignored; the tools are shared */
function copyCheckout(directory) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8'
  })
  for (const name of listed.split('\0').filter((each) => each && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    copyFileSync(join(root, name), join(directory, name))
  }
  for (const name of ['.toolchain', 'node_modules']) {
    if (existsSync(join(root, name))) symlinkSync(realpathSync(join(root, name)), join(directory, name))
  }
}

/**
 * @param {string} checkout
 * @param {string} into
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} the tarball that `npm pack` makes there, as a user would call it
 */
async function pack(checkout, into, env) {
  mkdirSync(into, { recursive: true })
  await runCommand(['npm', 'pack', '--silent', '--pack-destination', into, '--prefix', checkout, checkout], {
    log: join(root, 'build/logs', `pack-${relative(evidence, into)}.log`),
    hint: 'see the lines above',
    env,
    onLine: (line) => say(dim(`  ${line}`))
  })
  return join(into, readdirSync(into).filter((name) => name.endsWith('.tgz'))[0])
}

/**
 * @param {string[]} tarballs
 * @returns {string} the names of the files that differ
 */
function differences(tarballs) {
  const [here, there] = tarballs.map((tarball) => {
    const unpacked = join(dirname(tarball), 'unpacked')
    mkdirSync(unpacked)
    execFileSync('tar', ['--extract', '--gzip', '--strip-components=1', `--file=${tarball}`, `--directory=${unpacked}`])
    const names = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const paths = names.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    return new Map(paths.map((path) => [relative(unpacked, path), hashOf(path)]))
  })
  const all = new Set([...here.keys(), ...there.keys()])
  return [...all].filter((name) => here.get(name) !== there.get(name)).join(', ') || 'only how it is packed'
}

await runMain(async () => {
  await buildWasm()
  rmSync(evidence, { recursive: true, force: true })
  const parent = mkdtempSync(join(tmpdir(), 'assay-reproducible-'))
  try {
    const copy = join(parent, 'a directory of another length')
    copyCheckout(copy)
    const here = await step('npm pack in this checkout', () => pack(root, join(evidence, 'here')))
    const there = await step('npm pack in a clean copy, elsewhere', () =>
      pack(copy, join(evidence, 'there'), different)
    )
    if (hashOf(here) !== hashOf(there)) {
      cpSync(join(copy, 'dist'), join(evidence, 'there/dist'), { recursive: true })
      throw new Failure(
        `the packages differ: ${differences([here, there])}`,
        `compare what is in ${relative(root, evidence)}; a path, a time or an order got into it`
      )
    }
    const wasm = hashOf(join(copy, 'dist/assay.wasm'))
    if (wasm !== hashOf(join(root, 'dist/assay.wasm')))
      throw new Failure('dist/assay.wasm changed meanwhile', 'run it again')
    say(green(`The same package twice: sha256 ${hashOf(here)}, its assay.wasm ${wasm}`))
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
})

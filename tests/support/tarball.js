// The package as users install it: what `npm pack` puts into the tarball, and nothing else. Packed once for each state of
// the files, and unpacked where npm would install it: it has no dependencies, so that nothing has to be fetched.

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { buildDebugger } from '../../tools/lib/build-debugger.js'
import { runCommand } from '../../tools/lib/command.js'
import { withLock } from '../../tools/lib/lock.js'
import { packagePage } from '../../tools/lib/package-page.js'
import { embedWasm } from '../../tools/embed-wasm.js'
import { root } from './package-exports.js'

const directory = join(root, 'build/tarball')
/** What makes dist/types, and what npm packs beside the "files" of package.json. */
const ingredients = [
  ...['package.json', 'js', 'tsconfig.json', 'tools/emit-types.js', 'README.md', 'LICENSE'],
  ...['tools/lib/require-types.js', 'tools/lib/require-entries.js', 'tools/lib/same-types.js'],
  ...['tools/lib/package-page.js', 'tools/lib/places.js', 'tools/docs/links.js']
]

/**
 * @returns {Promise<string>} the absolute path of the tarball that the working tree makes; dist/assay.wasm must be built
 */
export async function packTarball() {
  if (!existsSync(join(root, 'dist/build-info.json'))) throw new Error('dist/ is not built: npm run build')
  embedWasm()
  await buildDebugger()
  return withLock(`${directory}.lock`, async () => {
    const { name, version, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const packed = join(
      directory,
      hashOf([...ingredients, ...files.filter((/** @type {string} */ each) => each !== 'dist/types')])
    )
    const tarball = join(packed, `${name}-${version}.tgz`)
    if (!existsSync(tarball)) await pack(packed)
    return tarball
  })
}

/** @param {string} packed the directory that gets the tarball, and appears once it is whole */
async function pack(packed) {
  const log = (/** @type {string} */ name) => join(root, 'build/logs', `${name}.log`)
  await runCommand([process.execPath, 'tools/emit-types.js'], { log: log('pack-types'), hint: 'npm run test:types' })
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const unfinished = mkdtempSync(join(directory, 'packing-'))
  const source = join(unfinished, 'source')
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const path of ['LICENSE', ...files].filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, path), join(source, path), { recursive: true, preserveTimestamps: true })
  }
  for (const [path, text] of Object.entries(packagePage())) writeFileSync(join(source, path), text)
  const command = ['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', unfinished, source]
  await runCommand(command, { log: log('pack'), hint: 'see what npm says above' })
  rmSync(source, { recursive: true })
  renameSync(unfinished, packed)
}

/**
 * Installs the tarball in a project's directory, as `npm install` would.
 * @param {string} project
 * @returns {Promise<string>} the directory of the installed package
 */
export async function installTarball(project) {
  const tarball = await packTarball()
  const target = join(project, 'node_modules/assay-jwt')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const command = ['tar', '--extract', '--gzip', '--strip-components=1', `--file=${tarball}`, `--directory=${target}`]
  await runCommand(command, { log: join(root, 'build/logs/unpack.log'), hint: 'install tar: apt-get install tar' })
  return target
}

/**
 * @param {string[]} names of files and directories
 * @returns {string} of their names and contents
 */
function hashOf(names) {
  const hash = createHash('sha256')
  for (const name of names) {
    const path = join(root, name)
    const within = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort() : ['']
    for (const each of within) {
      const file = join(path, each)
      if (statSync(file).isFile()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex').slice(0, 16)
}

// The software bill of materials of dist/*.wasm: CycloneDX 1.6 (ECMA-424). No time and no random number is in it, so
// that the same build has the same one.

/** @typedef {import('./toolchain-versions.js').Versions} Versions */

/** @typedef {object} Part
 * @property {string} name
 * @property {string} version
 * @property {string} purl
 * @property {string} description
 * @property {string} [license] an SPDX identifier
 * @property {string} [expression] an SPDX expression
 * @property {string} [cpe]
 */

/** @typedef {{ file: string, sha256: string }} Module */

/**
 * @param {Versions} versions
 * @returns {Part[]} what is linked into the modules; the first two are not in assay-ec.wasm
 */
function parts({ botan, boost, emscripten, musl, llvmRuntimes }) {
  const llvm = (/** @type {string} */ name, /** @type {string} */ description) => ({
    name,
    version: llvmRuntimes,
    purl: `pkg:github/llvm/llvm-project@llvmorg-${llvmRuntimes}#${name}`,
    expression: 'Apache-2.0 WITH LLVM-exception',
    description
  })
  return [
    {
      name: 'Botan',
      version: botan,
      purl: `pkg:github/randombit/botan@${botan}`,
      cpe: `cpe:2.3:a:botan_project:botan:${botan}:*:*:*:*:*:*:*`,
      license: 'BSD-2-Clause',
      description: 'RSA keys, hashes and HMAC'
    },
    {
      name: 'Boost',
      version: boost,
      purl: `pkg:github/boostorg/boost@boost-${boost}`,
      cpe: `cpe:2.3:a:boost:boost:${boost}:*:*:*:*:*:*:*`,
      license: 'BSL-1.0',
      description: 'Boost.JSON, Boost.System, and what they use of Boost'
    },
    {
      name: 'Emscripten',
      version: emscripten,
      purl: `pkg:github/emscripten-core/emscripten@${emscripten}`,
      license: 'MIT',
      description: 'embind and emmalloc'
    },
    {
      name: 'musl',
      version: musl,
      purl: `pkg:generic/musl@${musl}`,
      cpe: `cpe:2.3:a:musl-libc:musl:${musl}:*:*:*:*:*:*:*`,
      license: 'MIT',
      description: "The C library, as Emscripten's system library has it"
    },
    llvm('libcxx', "The C++ library, as Emscripten's system library has it"),
    llvm('libcxxabi', 'The run-time support of C++'),
    llvm('libunwind', 'Exceptions'),
    llvm('compiler-rt', 'The run-time support of the compiler')
  ]
}

/**
 * @param {{ name: string, version: string, license: string }} manifest of package.json
 * @param {{ cores: readonly Module[], curves: Module }} modules
 * @param {Versions} versions
 */
export function makeSbom({ name, version, license }, { cores, curves }, versions) {
  const main = `pkg:npm/${name}@${version}`
  const linked = parts(versions)
  const modules = [...cores, curves]
  const linkedInto = (/** @type {Module} */ module) => (module === curves ? linked.slice(2) : linked)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        ...{ type: 'library', 'bom-ref': main, name, version, purl: main },
        licenses: [{ license: { id: license } }]
      }
    },
    components: [
      ...modules.map(({ file, sha256 }) => ({
        ...{ type: 'file', 'bom-ref': file, name: file },
        hashes: [{ alg: 'SHA-256', content: sha256 }]
      })),
      ...linked.map(component)
    ],
    dependencies: [
      { ref: main, dependsOn: modules.map(({ file }) => file) },
      ...modules.map((each) => ({ ref: each.file, dependsOn: linkedInto(each).map(({ purl }) => purl) })),
      ...linked.map(({ purl }) => ({ ref: purl }))
    ]
  }
}

/** @param {Part} part */
function component({ name, version, purl, description, license, expression, cpe }) {
  return {
    ...{ type: 'library', 'bom-ref': purl, name, version, description, ...(cpe && { cpe }), purl },
    licenses: [expression ? { expression } : { license: { id: license } }]
  }
}

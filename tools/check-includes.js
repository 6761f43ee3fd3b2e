// Fails where an include or an import points the wrong way; see lib/dependency-rules.js.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/command.js'
import { checkDependencies } from './lib/dependency-rules.js'
import { green, red, say } from './lib/steps.js'

/** A check that finds nothing proves nothing: each of these must be found. */
const wrong = [
  ['src/jose/claims.cpp', '#include <chrono>'],
  ['src/jose/claims.cpp', '#include <iostream>'],
  ['src/jose/claims.cpp', '#include "wire.hpp"'],
  ['src/jose/claims.hpp', '#  include <emscripten/val.h>'],
  ['src/jose/jwk.cpp', '#include <botan/system_rng.h>'],
  ['src/base/json.cpp', '#include <boost/asio.hpp>'],
  ['bindings/wire.cpp', '#include <emscripten.h>'],
  ['src/base/json.cpp', '#include "jose/claims.hpp"'],
  ['src/crypto/algorithm.cpp', '#include "jose/jwk.hpp"'],
  ['src/jose/jws.cpp', '#include "verify/policy.hpp"'],
  ['src/verify/trace.cpp', '#include "error.hpp"'],
  ['src/verify/trace.cpp', '#include "jwks/schedule.hpp"'],
  ['src/verify/trace.cpp', '#include <curl/curl.h>'],
  ['src/http/bearer.cpp', '#include <thread>'],
  ['src/jwks/schedule.cpp', '#include <botan/system_rng.h>'],
  ['examples/native/a.cpp', '#include "verifier.hpp"'],
  ['examples/native/a.cpp', '#include <botan/hash.h>'],
  ['examples/a/b.js', "import '../../js/api.js'"]
]

const names = /\.([ch]pp|js|mjs|cjs)$/
const failures = wrong
  .filter(([path, text]) => checkDependencies(path, text).length !== 1)
  .map(([path, text]) => `the check itself is broken: it passes ${path}: ${text}`)

let files = 0
for (const directory of ['src', 'bindings', 'examples']) {
  for (const name of readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!names.test(name) || name.includes('node_modules')) continue
    const path = `${directory}/${name}`
    files += 1
    for (const { line, message } of checkDependencies(path, readFileSync(join(root, path), 'utf8'))) {
      failures.push(`${path}:${line}: ${message}`)
    }
  }
}

if (failures.length > 0) {
  say(red(failures.join('\n')))
  process.exitCode = 1
} else {
  say(green(`Dependencies point the right way in ${files} files`))
}

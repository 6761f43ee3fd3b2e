// The rooms of js/: what belongs in each is in its README.md, what it may import is here. ESLint enforces it.

/** @type {{ readonly [room: string]: readonly string[] }} room -> the rooms that it may import */
export const rooms = {
  shared: [],
  json: [],
  options: ['shared'],
  core: ['shared'],
  keys: ['shared'],
  dpop: ['core', 'options', 'shared'],
  verifier: ['core', 'dpop', 'keys', 'options', 'shared'],
  lint: ['json', 'shared'],
  providers: ['options', 'shared'],
  testing: ['shared'],
  pem: ['shared'],
  decode: ['json', 'shared'],
  http: ['options', 'shared'],
  adapters: ['http'],
  mcp: ['adapters', 'http', 'json', 'options', 'shared'],
  debug: ['json', 'keys', 'options', 'pem', 'shared'],
  entry: ['verifier', 'core', 'decode', 'dpop', 'keys', 'lint', 'pem', 'shared'],
  cli: ['entry', 'debug', 'providers', 'shared']
}

/**
 * The one file of a room that other rooms may import, as a regular expression of its name. Rooms without a row are open:
 * shared, options and keys hold small things that are used one by one, and adapters and mcp build their guards of http's
 * parts. One file that exports them all made assay-jwt/http 6 % and assay-jwt/debug 18 % larger.
 * @type {{ [room: string]: string }}
 */
const faces = {
  json: 'tokenize',
  core: 'index|wasm-file|compile-streaming', // what one entry alone may have: node:fs, and compiling at run time
  dpop: 'index|replay-stores',
  verifier: 'index',
  lint: 'index',
  providers: 'index',
  testing: 'index',
  pem: 'index',
  decode: 'index',
  adapters: 'express', // the guard that mcp's for Express is made of
  debug: 'index|scan-json', // index.js is what users call; the command line reads policies with the other
  entry: 'node'
}

/** All that a file may import, as a regular expression of the name. @type {{ [path: string]: string }} */
const only = {
  // A function of state, event and time: it depends on nothing.
  'js/keys/machine.js': '(?!)',
  'js/keys/freshness.js': '(?!)',
  // The checks of its arguments: a store knows nothing of what it keeps.
  'js/keys/stores.js': '\\.\\./options/store-(checks|rules)\\.js'
}

/** What a file may import beyond its room's own, as a regular expression of the name. @type {{ [path: string]: string }} */
const exceptions = {
  // The one optional peer that is loaded, and only where it is used.
  'js/mcp/sdk-errors.js': '@modelcontextprotocol/sdk/.*',
  // Files, where there are some.
  'js/core/wasm-file.js': 'node:fs'
}
/** Only the entries know the runtimes and touch dist; the command line is a program for Node. @type {{ [room: string]: string }} */
const platforms = { entry: '\\.\\./\\.\\./dist/.*|node:.*|cloudflare:.*', cli: 'node:.*' }

const knowsItsPlace = /^(entry|cli|js\/core\/wasm-file\.js|js\/mcp\/sdk-errors\.js)$/

/** @returns {object[]} ESLint's configuration, an entry for each room and each exception */
export function importRules() {
  const ofRooms = Object.entries(rooms).map(([room, others]) =>
    rulesFor(`js/${room}/**/*.js`, `\\./.*|${facesOf(others)}|${platforms[room] ?? '(?!)'}`, room)
  )
  const ofFiles = Object.entries(exceptions).map(([file, allowed]) => {
    const [, room] = file.split('/')
    return rulesFor(file, `\\./.*|${facesOf(rooms[room])}|${allowed}`, file)
  })
  return [...ofRooms, ...ofFiles, ...Object.entries(only).map(([file, allowed]) => rulesFor(file, allowed, file))]
}

/** @param {readonly string[]} others rooms @returns {string} a regular expression of what may be imported of them */
const facesOf = (others) => others.map((room) => `\\.\\./${room}/(${faces[room] ?? '.*'})\\.js`).join('|') || '(?!)'

/**
 * @param {string} files
 * @param {string} allowed a regular expression of what may be imported
 * @param {string} name
 */
function rulesFor(files, allowed, name) {
  const message = `${name} may not import this: see tools/lib/rooms.js`
  const found = `^(?:${allowed})$`
  const rules = [{ selector: `ImportExpression > Literal[value!=/${found.replaceAll('/', '\\/')}/]`, message }]
  // A file beside the code, such as the .wasm.
  if (!knowsItsPlace.test(name)) rules.push({ selector: 'MetaProperty[meta.name="import"]', message })
  return {
    files: [files],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: `^(?!(?:${allowed})$)`, message }] }],
      'no-restricted-syntax': ['error', ...rules]
    }
  }
}

// The rooms of js/: what belongs in each is in its README.md, what it may import is here. ESLint enforces it.

/** @type {{ readonly [room: string]: readonly string[] }} room -> the rooms that it may import */
export const rooms = {
  shared: [],
  json: [],
  options: ['shared'],
  core: ['shared'],
  keys: ['shared'],
  verifier: ['core', 'keys', 'options', 'shared'],
  lint: ['json', 'shared'],
  http: ['options', 'shared'],
  adapters: ['http'],
  mcp: ['adapters', 'http', 'json', 'options', 'shared'],
  debug: ['json', 'keys', 'options', 'shared'],
  entry: ['verifier', 'core', 'lint', 'shared'],
  cli: ['entry', 'debug', 'shared']
}

/** What a file may import beyond its room's own, as a regular expression of the name. @type {{ [path: string]: string }} */
const exceptions = {
  // A function of state, event and time: it depends on nothing.
  'js/keys/machine.js': '(?!)',
  'js/keys/freshness.js': '(?!)',
  // A store knows nothing of what it keeps.
  'js/keys/stores.js': '(?!)',
  // The one optional peer that is loaded, and only where it is used.
  'js/mcp/sdk-errors.js': '@modelcontextprotocol/sdk/.*'
}
/** Only the entries know the runtimes and touch dist; the command line is a program for Node. @type {{ [room: string]: string }} */
const platforms = { entry: '\\.\\./\\.\\./dist/.*|node:.*|cloudflare:.*', cli: 'node:.*' }

const knowsItsPlace = /^(entry|cli|js\/mcp\/sdk-errors\.js)$/

/** @returns {object[]} ESLint's configuration, an entry for each room and each exception */
export function importRules() {
  const ofRooms = Object.entries(rooms).map(([room, others]) =>
    only(`js/${room}/**/*.js`, `\\./.*|\\.\\./(${others.join('|') || '(?!)'})/.*|${platforms[room] ?? '(?!)'}`, room)
  )
  const ofFiles = Object.entries(exceptions).map(([file, allowed]) => {
    const [, room] = file.split('/')
    const own = allowed === '(?!)' ? allowed : `\\./.*|\\.\\./(${rooms[room].join('|')})/.*|${allowed}`
    return only(file, own, file)
  })
  return [...ofRooms, ...ofFiles]
}

/**
 * @param {string} files
 * @param {string} allowed a regular expression of what may be imported
 * @param {string} name
 */
function only(files, allowed, name) {
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

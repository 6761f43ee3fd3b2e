import { readFile } from 'node:fs/promises'
import { groups } from '../../../tables/options.js'
import { literal, numeral } from './words.js'

/** @import { Row } from '../../../tables/options/row-types.js' */

/**
 * The files of checks and defaults, each with its groups and the modules that have the functions it uses.
 * @type {{ path: string, types: string[], modules: string[] }[]}
 */
const targets = [
  {
    path: 'js/options/rules.js',
    types: [
      ...['NonceOptions', 'DpopOptions', 'TokenCacheOptions', 'JwksCacheOptions', 'JwksSnapshot', 'VerifierOptions'],
      ...['VerifyOptions', 'CompactVerifyOptions']
    ],
    modules: [
      './option-checks.js',
      './policy-checks.js',
      './dpop-checks.js',
      './claim-rules.js',
      './key-checks.js',
      './key-set.js'
    ]
  },
  {
    path: 'js/options/store-rules.js',
    types: [
      ...['MemoryReplayStoreOptions', 'RedisReplayStoreOptions', 'DurableObjectReplayStoreOptions'],
      'MemoryStoreOptions'
    ],
    modules: ['./option-checks.js']
  },
  {
    path: 'js/http/option-rules.js',
    types: ['AnswerOptions', 'DecisionOptions', 'RateLimitOptions', 'ProtectedResourceOptions'],
    modules: [
      ...[
        '../options/option-checks.js',
        '../options/dpop-checks.js',
        '../options/rules.js',
        '../options/policy-checks.js'
      ],
      './option-checks.js'
    ]
  },
  {
    path: 'js/mcp/option-rules.js',
    types: ['MessageOptions', 'SdkVerifierOptions'],
    modules: ['../options/option-checks.js', './scope-rules.js', './option-checks.js', './sdk-errors.js']
  }
]

/** @returns {Promise<{ [path: string]: string }>} */
export async function ruleFiles() {
  return Object.fromEntries(await Promise.all(targets.map(async (target) => [target.path, await ruleFile(target)])))
}

/** @param {typeof targets[number]} target */
async function ruleFile({ path, types, modules }) {
  const constants = types.flatMap(constantsOf).join('\n\n')
  const imports = []
  for (const module of modules) {
    const names = await exportsOf(new URL(module, new URL(`../../../${path}`, import.meta.url)))
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(constants)).sort()
    if (used.length > 0) imports.push(`import { ${used.join(', ')} } from '${module}'`)
  }
  const [typesModule] = modules
  return ['', imports.join('\n'), `/** @import { Rules } from '${typesModule}' */`, constants].join('\n\n')
}

/** @param {URL} module @returns {Promise<string[]>} what it exports. Importing it may need generated files */
async function exportsOf(module) {
  return [...(await readFile(module, 'utf8')).matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name)
}

/** @param {string} type */
function constantsOf(type) {
  const { of, rows, checkedBy } = groups[type]
  const constant = constantName(type)
  if (checkedBy !== undefined) {
    const name = constant.replace(/_RULES$/, '_OPTIONS')
    return [`/** Of ${of}: ${checkedBy} checks them. */\nexport const ${name} = ${literal(Object.keys(rows))}`]
  }
  if (type !== 'VerifierOptions') return [`/** Of ${of}. @type {Rules} */\nexport const ${constant} = ${rulesOf(rows)}`]
  const all = Object.entries(rows).filter(([name]) => name !== 'issuers') // js/options/options.js checks it
  const policy = Object.fromEntries(all.filter(([, { core }]) => core))
  const others = Object.fromEntries(all.filter(([, { core }]) => !core))
  const own = all.filter(([, row]) => row.own).map(([name]) => name)
  return [
    `/** What the core is told: no secret, no key. @type {Rules} */\nexport const POLICY_RULES = ${rulesOf(policy)}`,
    `/** Of ${of}. @type {Rules} */\nexport const ${constant} = { ...POLICY_RULES, ${rulesOf(others).slice(1)}`,
    `/** What each of several issuers has for itself. */\nexport const OWN_OPTIONS = ${literal(own)}`
  ]
}

/** @param {string} type @returns {string} TokenCacheOptions as TOKEN_CACHE_RULES */
function constantName(type) {
  const words = type.replace(/Options$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_')
  return `${words.toUpperCase()}_RULES`
}

/** @param {{ [option: string]: Row }} rows */
function rulesOf(rows) {
  return `{${Object.entries(rows).map(([name, row]) => `\n  ${name}: ${rule(row)}`)}\n}`
}

/** @param {Row} row @returns {string} [check, default, why it is required], without what is undefined at the end */
function rule(row) {
  const check = checkOf(row)
  // Otherwise a bundler keeps all rules of a module if one is used.
  const parts = [check.includes('(') ? `/* @__PURE__ */ ${check}` : check]
  if (row.default !== undefined || row.required !== undefined) parts.push(defaultOf(row.default))
  if (row.required !== undefined) parts.push(JSON.stringify(row.required))
  return `[${parts.join(', ')}]`
}

/** @param {Row} row */
function checkOf({ bounds, check, oneOf, options, switch: onOff }) {
  if (bounds && check === undefined)
    return `[${bounds.map((each) => (typeof each === 'string' ? `'${each}'` : numeral(Number(each)))).join(', ')}]`
  if (oneOf) return `oneOf(${oneOf.map(literal).join(', ')})`
  if (options) return `nested(${constantName(options)})`
  if (onOff) return `switchable(${constantName(onOff)})`
  return String(check)
}

/** @param {unknown} value */
const defaultOf = (value) =>
  typeof value === 'number' ? numeral(value) : value === undefined ? 'undefined' : literal(value)

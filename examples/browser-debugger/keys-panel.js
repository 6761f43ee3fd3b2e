import { discoveryUrls, fetchKeys, keyFileText, localTime } from 'assay-jwt/debug'
import { $, h, icon, replace } from './dom.js'
import { clauseLink } from './checks.js'
import { shell } from './code-texts.js'
import { state } from './state.js'

// Where the keys come from. Nothing is fetched until the user clicks a button that says what it fetches.

/** What the token says about its issuer, for discovery. */
let tokenIssuer = /** @type {string | undefined} */ (undefined)

/** @param {() => void} changed */
export function setUpKeysPanel(changed) {
  $('jwks').addEventListener('input', () => setKeys($('jwks').value, changed))
  takeFiles(changed)
  $('keys-form').addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault())
  $('fetch-url').addEventListener('click', () => {
    const jwksUri = $('jwks-uri').value.trim()
    return fetchInto({ jwksUri }, { kind: 'url', from: jwksUri }, changed)
  })
  $('jwks-uri').addEventListener(
    'keydown',
    (/** @type {KeyboardEvent} */ { key }) => key === 'Enter' && $('fetch-url').click()
  )
  $('discover').addEventListener('click', () => {
    const issuer = discoveryIssuer()
    return fetchInto({ issuer }, { kind: 'issuer', from: issuer }, changed)
  })
  for (const radio of $('discovery-of').querySelectorAll('input')) radio.addEventListener('change', showDiscovery)
}

/**
 * @param {string} issuer
 * @param {() => void} changed
 * @returns {Promise<string>} what came of it
 */
export const fetchKeysOf = (issuer, changed) => fetchInto({ issuer }, { kind: 'issuer', from: issuer }, changed)

/**
 * @param {string} text
 * @param {() => void} changed
 * @param {unknown} [fault] of the file that it would come from
 */
function setKeys(text, changed, fault) {
  state.keys = { text, fault, source: { kind: 'pasted' } }
  changed()
}

/** Files come by a button, or are dropped on the card: JSON, PEM; DER is named. @param {() => void} changed */
function takeFiles(changed) {
  const card = $('keys-card')
  const take = async (/** @type {File | undefined} */ file) => {
    if (file === undefined) return
    try {
      const text = keyFileText(new Uint8Array(await file.slice(0, 1024 * 1024).arrayBuffer()))
      setKeys(text, changed)
    } catch (fault) {
      setKeys('', changed, fault)
    }
    fillKeys()
  }
  $('jwks-file').addEventListener('change', async () => {
    await take($('jwks-file').files?.[0])
    $('jwks-file').value = ''
  })
  for (const type of ['dragenter', 'dragover']) {
    card.addEventListener(type, (/** @type {DragEvent} */ event) => {
      event.preventDefault()
      card.classList.add('dropping')
    })
  }
  card.addEventListener('dragleave', () => card.classList.remove('dropping'))
  card.addEventListener('drop', (/** @type {DragEvent} */ event) => {
    event.preventDefault()
    card.classList.remove('dropping')
    const text = event.dataTransfer?.getData('text/plain')
    if (!text) return take(event.dataTransfer?.files[0])
    setKeys(text, changed)
    fillKeys()
  })
}

/**
 * @param {{ jwksUri?: string, issuer?: string }} request
 * @param {any} source
 * @param {() => void} changed
 * @returns {Promise<string>} what came of it
 */
async function fetchInto(request, source, changed) {
  const status = $('fetch-status')
  status.className = 'status'
  status.textContent = 'Fetching …'
  try {
    const { text, jwksUri } = await fetchKeys({ ...request, allowInsecureLoopback: true })
    state.keys = { text, fault: undefined, source: { ...source, jwksUri } }
    fillKeys()
    replace(status, `Fetched from ${jwksUri} at ${localTime(Date.now() / 1000)}.`)
  } catch (error) {
    const { reason, message, hint } = /** @type {any} */ (error)
    // In a browser, a server that is down looks like one that doesn't let other origins read its answers.
    const blocked = ['jwks_fetch_failed', 'discovery_failed'].includes(reason)
    const help = blocked
      ? `Servers often let no page read their keys (CORS). Then run “${fetchCommand(request)}”, and paste what it prints.`
      : (hint ?? '')
    status.className = 'status bad'
    replace(status, `${message}. ${help}`)
  }
  changed()
  return status.textContent ?? ''
}

/** @param {{ jwksUri?: string, issuer?: string }} request @returns {string} the command that fetches the same */
function fetchCommand({ jwksUri, issuer }) {
  const place = jwksUri === undefined ? ['--issuer', shell(issuer)] : [shell(jwksUri)]
  const insecure = /^http:/i.test(jwksUri ?? issuer ?? '') ? ['--insecure-loopback'] : []
  return ['npx assay-jwt fetch-jwks', ...place, ...insecure].join(' ')
}

/** Shows the state. */
export function fillKeys() {
  $('jwks').value = state.keys.text
  $('fetch-status').textContent = ''
  $('fetch-status').className = 'status'
}

/** @param {any} claims of the token, as decoded */
export function showIssuers(claims) {
  tokenIssuer = typeof claims?.iss === 'string' ? claims.iss : undefined
  $('discover-token').disabled = tokenIssuer === undefined || tokenIssuer === state.policy.issuer
  if ($('discover-token').disabled) $('discover-configured').checked = true
  showDiscovery()
}

function discoveryIssuer() {
  return $('discover-token').checked ? (tokenIssuer ?? '') : state.policy.issuer
}

function showDiscovery() {
  const issuer = discoveryIssuer()
  let urls
  try {
    urls = discoveryUrls(issuer, { allowInsecureLoopback: true })
  } catch {
    urls = undefined
  }
  $('discover').disabled = urls === undefined
  const text =
    urls === undefined
      ? 'This issuer is no https URL: its keys cannot be discovered.'
      : `Will fetch ${urls.join(', or else ')}, and then the JWK Set that it names.`
  replace($('discovery-plan'), text)
}

/**
 * @param {any} lint result of lintJwks
 * @param {any} keysError AssayError of the text, or undefined
 * @param {string} [note] of how the text was read
 */
export function showLint(lint, keysError, note) {
  const error =
    keysError === undefined
      ? []
      : [h('p.finding.error', {}, icon('fail'), `${keysError.message}. `, h('span.hint', {}, keysError.hint))]
  const findings = (lint?.findings ?? []).map(findingItem)
  const keys = (lint?.keys ?? []).map((/** @type {any} */ key) =>
    h(
      'li.key',
      {},
      h(
        'p',
        {},
        icon(key.usable ? 'pass' : 'fail'),
        h('code', {}, key.kid ?? `keys[${key.index}], no kid`),
        ' ',
        h('span.facts', {}, facts(key))
      ),
      ...(key.findings.length > 0 ? [h('ul', {}, ...key.findings.map(findingItem))] : [])
    )
  )
  replace(
    $('lint'),
    ...error,
    ...(note === undefined ? [] : [h('p.finding.info', {}, note)]),
    ...(findings.length > 0 ? [h('ul', {}, ...findings)] : []),
    ...(keys.length > 0 ? [h('ol', {}, ...keys)] : [])
  )
  const count = lint?.keys.filter((/** @type {any} */ { usable }) => usable).length ?? 0
  $('keys-count').textContent = lint === undefined ? '' : `${count} of ${lint.keys.length} usable`
}

/** @param {any} key */
function facts({ kty, crv, bits, alg, use, usable }) {
  const kind = crv === null ? [kty, bits && `${bits} bits`] : [kty === null ? crv : `${kty} ${crv}`]
  return [...kind, alg, use && `use ${use}`, usable ? 'usable' : 'left out'].filter(Boolean).join(' · ')
}

/** @param {any} finding */
function findingItem({ severity, message, hint, clause }) {
  return h(
    `li.finding.${severity}`,
    {},
    h('b', {}, severity),
    ` ${message}. `,
    h('span.hint', {}, `${hint} `),
    clause ? clauseLink(clause) : undefined
  )
}

import { withCommas } from '../shared/with-commas.js'

/** @type {readonly (readonly [string, number, number])[]} unit, its seconds, and its upper limit */
const UNITS = [
  ['s', 1, 90],
  ['min', 60, 90 * 60],
  ['h', 3600, 36 * 3600],
  ['days', 86_400, 60 * 86_400],
  ['months', 30.44 * 86_400, 700 * 86_400],
  ['years', 365.25 * 86_400, Infinity]
]

/**
 * @param {number} seconds
 * @returns {string} such as "4 min"
 */
export function duration(seconds) {
  const length = Math.abs(seconds)
  const [unit, size] = /** @type {(typeof UNITS)[number]} */ (UNITS.find(([, , limit]) => length < limit) ?? UNITS[5])
  return `${withCommas(Math.round(length / size))} ${unit}`
}

/**
 * @param {number} time seconds since the epoch
 * @param {number} now seconds since the epoch
 * @returns {string} such as "in 4 min", "4 min ago" or "now"
 */
export function relativeTime(time, now) {
  const difference = time - now
  if (Math.abs(difference) < 1) return 'now'
  return difference > 0 ? `in ${duration(difference)}` : `${duration(difference)} ago`
}

/**
 * @param {number} time seconds since the epoch
 * @param {{ timeZone?: string, locale?: string }} [options] default: those of the machine
 * @returns {string | undefined} undefined: not a calendar date. Direction marks, which some languages use, are removed:
 *   they would be shown escaped
 */
export function localTime(time, { timeZone, locale } = {}) {
  const date = new Date(time * 1000)
  if (Number.isNaN(date.getTime())) return undefined
  return date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).replace(/\p{Cf}/gu, '')
}

/**
 * @param {number} time seconds since the epoch
 * @returns {string | undefined} such as 2026-11-29T12:00:00Z; undefined: not a calendar date
 */
export function utcTime(time) {
  const date = new Date(time * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z')
}

/**
 * Claims whose value is a NumericDate (RFC 7519 §2; OpenID Connect Core §2 for auth_time; OpenID Connect for
 * updated_at).
 */
export const DATE_CLAIMS = Object.freeze(['iat', 'nbf', 'exp', 'auth_time', 'updated_at'])

/**
 * @param {{ readonly [claim: string]: unknown }} claims of a token that was accepted
 * @returns {string | undefined} a sentence, as explain() has it, where it ends in the year 5138 or later
 */
export function datesNote({ exp }) {
  if (typeof exp !== 'number' || exp < 1e11) return undefined
  return 'exp looks like milliseconds; NumericDate is in seconds (RFC 7519 §2): the token lives for thousands of years'
}

/**
 * @param {string} check the name of a check
 * @param {unknown} value what it expected, or what the token has; for a check of dates, text that ends with a date
 * @param {(time: number) => string | undefined} [show] (default: in local time)
 * @returns {string | undefined} that date in readable form
 */
export function dateInCheck(check, value, show = localTime) {
  const [, seconds] = ['exp', 'nbf', 'iat'].includes(check.replace(/^proof_/, ''))
    ? (/(?:^|\s)(-?\d+(?:\.\d+)?)$/.exec(String(value)) ?? [])
    : []
  return seconds === undefined ? undefined : show(Number(seconds))
}

import { AssayError } from 'assay-jwt/slim'
import { errorResponse } from 'assay-jwt/http'
import { $, replace } from './dom.js'

// The HTTP answer of a server that passes its refusals to errorResponse() of assay-jwt/http.

const STATUS_TEXT = /** @type {{ [status: number]: string }} */ ({
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
  503: 'Service Unavailable'
})

let turn = 0

/** @param {import('./decide.js').Decision} decision */
export async function showAnswer({ report, policyError }) {
  const own = ++turn
  const error = policyError ?? (report.error && rebuilt(report.error))
  const text =
    error === undefined ? 'HTTP/1.1 200 OK\n\n(what your server answers)' : await answerText(errorResponse(error))
  if (own === turn) replace($('answer'), text)
}

/** @param {any} error from a report @returns {AssayError} */
const rebuilt = ({ reason, ...details }) => new AssayError(reason, details)

/** @param {Response} response */
async function answerText(response) {
  const name = (/** @type {string} */ text) =>
    text.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace('Www', 'WWW')
  const headers = [...response.headers].map(([header, value]) => `${name(header)}: ${value}`)
  const body = await response.text()
  return [`HTTP/1.1 ${response.status} ${STATUS_TEXT[response.status] ?? ''}`, ...headers, '', pretty(body)].join('\n')
}

/** @param {string} body */
function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

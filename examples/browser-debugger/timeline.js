import { duration, localTime, relativeTime } from 'assay-jwt/debug'
import { $, svg } from './dom.js'

// A picture of the token's life: iat, nbf and exp, now, and how far the clock tolerance reaches.

const HEIGHT = 118
const AXIS = 58
const SIDE = 22
const ROW = 15

/** @typedef {{ name: string, time: number, text: string }} Point */

/** @param {import('./decide.js').Decision & { tolerance: number }} decision */
export function showTimeline({ report, now, tolerance }) {
  const box = $('timeline')
  const claims = report?.claims ?? {}
  const points = pointsOf(claims, now)
  $('timeline-card').hidden = points.length === 0
  if (points.length === 0) return
  const width = Math.max(260, box.clientWidth)
  const all = [...points, { name: 'now', time: now, text: 'now' }]
  const place = scale(all, tolerance, width)
  box.replaceChildren(
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${HEIGHT}`,
        width,
        height: HEIGHT,
        role: 'img',
        'aria-label': describe(points, tolerance)
      },
      svg('line', { class: 'axis', x1: 0, x2: width, y1: AXIS, y2: AXIS }),
      ...life(claims, place, width),
      ...toleranceBands(points, tolerance, place),
      ...labels(points, place, width),
      ...nowMark(place(now), width)
    )
  )
}

/**
 * @param {{ [claim: string]: any }} claims
 * @param {number} now
 * @returns {Point[]} claims with the same time share a point
 */
function pointsOf(claims, now) {
  const names = ['iat', 'nbf', 'exp'].filter((name) => typeof claims[name] === 'number' && localTime(claims[name]))
  const times = [...new Set(names.map((name) => claims[name]))]
  return times.map((time) => {
    const same = names.filter((name) => claims[name] === time)
    return { name: /** @type {string} */ (same.at(-1)), time, text: `${same.join(', ')} ${relativeTime(time, now)}` }
  })
}

/**
 * @param {Point[]} points
 * @param {number} tolerance
 * @param {number} width
 * @returns {(time: number) => number} maps a time to its place
 */
function scale(points, tolerance, width) {
  const times = points.map(({ time }) => time)
  const first = Math.min(...times) - tolerance
  const last = Math.max(...times) + tolerance
  const span = Math.max(1, last - first)
  return (time) => SIDE + ((time - first) / span) * (width - 2 * SIDE)
}

/**
 * @param {{ [claim: string]: any }} claims
 * @param {(time: number) => number} place
 * @param {number} width
 */
function life({ nbf, iat, exp }, place, width) {
  if (typeof exp !== 'number') return []
  const from = typeof nbf === 'number' ? nbf : iat
  const begin = typeof from === 'number' ? place(from) : 0
  const end = Math.max(begin, Math.min(width, place(exp)))
  return [svg('rect', { class: 'life', x: begin, y: AXIS - 5, width: Math.max(1, end - begin), height: 10, rx: 5 })]
}

/**
 * @param {Point[]} points
 * @param {number} tolerance
 * @param {(time: number) => number} place
 */
function toleranceBands(points, tolerance, place) {
  return points.map(({ name, time }) => {
    const [from, to] = name === 'exp' ? [time, time + tolerance] : [time - tolerance, time]
    return svg('rect', {
      class: 'tolerance',
      x: place(from),
      y: AXIS - 9,
      width: Math.max(0, place(to) - place(from)),
      height: 18
    })
  })
}

/**
 * @param {Point[]} points
 * @param {(time: number) => number} place
 * @param {number} width
 */
function labels(points, place, width) {
  const sorted = [...points].sort((a, b) => a.time - b.time)
  return sorted.flatMap(({ name, time, text }, index) => {
    const x = place(time)
    const row = sorted.length - 1 - index
    const y = AXIS - 18 - row * ROW
    return [
      svg('line', { class: `stem ${name}`, x1: x, x2: x, y1: y + 3, y2: AXIS + 9 }),
      svg('circle', { class: `point ${name}`, cx: x, cy: AXIS, r: 5 }),
      label(text, x, y, width)
    ]
  })
}

/**
 * @param {number} x
 * @param {number} width
 */
function nowMark(x, width) {
  return [
    svg('line', { class: 'now', x1: x, x2: x, y1: AXIS - 16, y2: AXIS + 22 }),
    svg('path', { class: 'now', d: `M${x - 5} ${AXIS + 28} h10 l-5 -8 z` }),
    label('now', x, AXIS + 44, width)
  ]
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} width
 */
function label(text, x, y, width) {
  const anchor = x < 60 ? 'start' : x > width - 90 ? 'end' : 'middle'
  const shift = anchor === 'start' ? -SIDE / 2 : anchor === 'end' ? SIDE / 2 : 0
  return svg('text', { x: x + shift, y, 'text-anchor': anchor }, text)
}

/**
 * @param {Point[]} points
 * @param {number} tolerance
 */
function describe(points, tolerance) {
  const list = points.map(({ text }) => text).join(', ')
  return `Time line: ${list}. Tolerance ${duration(tolerance)}.`
}

// What the pictures of the benchmark share: their look on light and dark pages, and text.

export const style = `
    .page { fill: #ffffff; stroke: #d1d9e0 }
    text { font: 11px -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif; fill: #1f2328 }
    .title { font-size: 15px; font-weight: 600 }
    .runtime { font-size: 13px; font-weight: 600 }
    .muted { fill: #59636e }
    .bold { font-weight: 600 }
    .ours { fill: #0969da }
    .other { fill: #afb8c1 }
    .primitive { fill: #dfe4e9 }
    .spread { stroke: #59636e }
    .rule { stroke: #d1d9e0 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #3d444d }
      text { fill: #e6edf3 }
      .muted { fill: #9198a1 }
      .ours { fill: #4493f8 }
      .other { fill: #565d66 }
      .primitive { fill: #2f353d }
      .spread { stroke: #9198a1 }
      .rule { stroke: #3d444d }
    }`

/** @param {number} value */
export const fixed = (value) => Number(value.toFixed(1))

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} [className]
 * @param {'start' | 'end'} [anchor]
 */
export function text(x, y, content, className = '', anchor = 'start') {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const classes = className ? ` class="${className}"` : ''
  const alignment = anchor === 'end' ? ' text-anchor="end"' : ''
  return `<text x="${fixed(x)}" y="${fixed(y)}"${classes}${alignment}>${escaped}</text>`
}

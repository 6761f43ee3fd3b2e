// A page's links, for places where the files of the repository are not beside it.

import { posix } from 'node:path'

/**
 * @typedef {object} Link
 * @property {boolean} picture
 * @property {string} path of the target, from the root of the repository
 * @property {string} anchor with its #, or ''
 */

/**
 * @param {string} text in Markdown
 * @param {string} page its path, from the root of the repository
 * @param {(link: Link) => string | undefined} place where the target is; undefined: nowhere, and the link becomes text
 * @returns {string}
 */
export function relink(text, page, place) {
  return outsideOfCode(text, (prose) =>
    prose.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (link, mark, label, target) => {
      if (/^([a-z]+:|#)/.test(target)) return link
      const [file, anchor] = target.split(/(?=#)/)
      const path = posix.join(posix.dirname(page), file)
      const found = place({ picture: mark === '!', path, anchor: anchor ?? '' })
      if (found !== undefined) return `${mark}[${label}](${found})`
      return mark === '!' ? '' : label
    })
  )
}

/**
 * @param {string} text in Markdown
 * @param {(prose: string) => string} change what is no code
 */
function outsideOfCode(text, change) {
  return text
    .split(/(^```.*?^```$|`[^`\n]+`(?!\]))/ms)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

/** @param {string} heading @returns {string} its anchor, as the forge makes it, so that links are good in both */
export const slugify = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')

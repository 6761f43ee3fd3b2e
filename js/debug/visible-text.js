// Characters that control a terminal or are invisible: Unicode's control and format characters (which change the
// direction of text, have no width, or are tags), lone surrogates, line and paragraph separators, and everything else
// that shows nothing, such as variation selectors and fillers.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Makes text from a token, a key set or a server safe to show: every character that controls a terminal or is invisible
 * is escaped as in JSON. JSON text keeps its meaning.
 * @param {string} text
 * @param {string} [keep] characters that stay as they are, such as the line breaks of multi-line text
 * @returns {string}
 */
export function visibleText(text, keep = '') {
  return text.replace(HIDDEN, (character) => (keep.includes(character) ? character : escapeUnits(character)))
}

/** @param {string} character beyond U+FFFF it has two code units, RFC 8259 §7 */
function escapeUnits(character) {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

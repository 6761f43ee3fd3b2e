// What a terminal obeys and what nobody sees: Unicode's control and format characters (which turn the direction of text,
// have no width, or are tags), surrogates without their other half, line and paragraph separators, and all else that is
// shown as nothing, such as variation selectors and fillers.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Shows what came from a token, a key set or a server as it is: every character that a terminal obeys, or that can't be
 * seen, is escaped as JSON escapes it. A JSON text stays the same JSON.
 * @param {string} text
 * @param {string} [keep] those of these characters that are meant, such as the line breaks of a text of several lines
 * @returns {string}
 */
export function visibleText(text, keep = '') {
  return text.replace(HIDDEN, (character) => (keep.includes(character) ? character : escapeUnits(character)))
}

/** @param {string} character one beyond U+FFFF has two code units, RFC 8259 §7 */
function escapeUnits(character) {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

// Quotes where none belong: of a shell, of an .env file, or around true and false.

/** @param {string} text */
export const isQuoted = (text) => /^(["'`])[^]*\1$/.test(text)

/** What to do about them. */
export const QUOTED =
  'The quotes are characters of the string: take them away, perhaps in an .env file or a shell script'

/** @param {unknown} value @returns {string | undefined} */
export const hintForBoolean = (value) =>
  value === 'true' || value === 'false' ? `Write it without quotes: ${value}` : undefined

// The shape of the tables of options. No code.

/**
 * @typedef {object} Row one option
 * @property {string} text what it means, as Markdown, for the types and docs/. Bounds and default are added
 * @property {string} type in TypeScript
 * @property {readonly [min: number, max: number, unit?: string]} [bounds] of a number; without a unit: any number of
 *   seconds
 * @property {string} [check] a check of js/options/option-checks.js or of the room's own, as JavaScript; bounds are then
 *   for the text and for constants
 * @property {readonly string[]} [oneOf] strings
 * @property {string} [options] the name of another group: the option is an object of these
 * @property {string} [switch] like `options`, but true and false are allowed, too
 * @property {unknown} [default]
 * @property {string} [byDefault] the default in words, if it is not a plain value
 * @property {string} [required] why it is required, for the message. `default: null` makes it required, too, with its
 *   check's message
 * @property {boolean} [own] each of several issuers has its own
 * @property {boolean} [untyped] its type is written by hand
 * @property {{ [constant: string]: 'default' | 'min' | 'max' }} [constants] of js/shared/limits.js
 * @property {Core} [core] what the core does with it
 * @property {{ [flag: string]: CliFlag }} [cli] its flags
 * @property {Field} [form] its field in the debugger
 */

/**
 * @typedef {object} Core
 * @property {string} [member] of assay::Policy
 * @property {string} [word] the value that makes a member of type bool true
 * @property {'issuer' | 'strings' | 'paths' | 'mediaTypes' | 'algorithms' | 'number' | 'count' | 'word' | 'boolean' | 'claims' | 'profile'} [code] how
 *   the debugger writes it in C++
 * @property {{ [constant: string]: 'default' | 'min' | 'max' }} [constants] of src/base/limits.hpp
 * @property {string} [type] of these constants
 */

/**
 * @typedef {object} CliFlag
 * @property {'text' | 'number' | 'words' | 'list' | 'json' | 'true' | 'false' | 'null' | 'keys' | 'time' | 'proof'} read how its
 *   value is read. keys: js/cli/policy.js reads it; proof: js/cli/possession.js
 * @property {string} [argument] what its value is
 * @property {boolean} [multiple]
 * @property {string} help one line or several
 */

/**
 * @typedef {object} Field
 * @property {string} label
 * @property {string} [id] of its element (default: the option's name, in kebab-case)
 * @property {string} [small] beside the label
 * @property {'text' | 'lines' | 'words' | 'number' | 'json' | 'choice' | 'boolean' | 'algorithms'} read
 * @property {readonly (readonly [value: string, label: string])[]} [choices]
 * @property {string} [placeholder]
 * @property {boolean} [more] whether it is under "More"
 */

/**
 * @typedef {object} Group the options of one function
 * @property {string} of the function that takes them, or the option that contains them
 * @property {string} text of the type
 * @property {string} [checkedBy] the file that checks them by hand, so that the rows name no check
 * @property {string} [template] type parameters, for JSDoc
 * @property {{ [option: string]: Row }} rows in the order in which they are checked and documented
 */

export {}

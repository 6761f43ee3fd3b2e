import js from '@eslint/js'
import globals from 'globals'
import { importRules } from './tools/lib/rooms.js'

// What every runtime has. js/ uses nothing else, except for its entry for Node.
const everywhere = {
  ...globals['shared-node-browser'],
  WebAssembly: 'readonly'
}

export default [
  { ignores: ['dist/', 'build/', '.toolchain/', 'node_modules/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals.node },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-throw-literal': 'error',
      'no-shadow': 'error',
      'no-param-reassign': 'error',
      'no-unused-vars': [
        'error',
        { args: 'all', argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'object-shorthand': 'error',
      'require-await': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      complexity: ['error', 12]
    }
  },
  {
    files: ['js/**/*.js'],
    ignores: ['js/entry/node.js', 'js/cli/**'],
    languageOptions: { globals: everywhere },
    rules: { 'no-console': 'error' }
  },
  {
    // What is printed goes through terminal.js, which escapes what a terminal obeys.
    files: ['js/cli/**/*.js'],
    ignores: ['js/cli/terminal.js'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({ object: 'process', property, message: 'use js/cli/terminal.js' }))
      ]
    }
  },
  {
    // A test file is one long function per theme; its doubles are async because the real thing is; and it proves that
    // eval is refused by calling it. Some functions of the end-to-end tests run in a page.
    files: ['tests/**/*.js', 'tools/**/*.js', 'examples/**/*.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'max-lines-per-function': 'off', 'require-await': 'off', 'no-shadow': 'off', 'no-new-func': 'off' }
  },
  ...importRules()
]

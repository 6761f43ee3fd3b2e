// What npm runs once the tarball is written: README.md and package.json are again those of the repository.

import { restorePage } from './lib/package-page.js'

restorePage()

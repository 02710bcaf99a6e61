// Writes docs/errors.md. `npm run docs` bundles the catalogue first.
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from '../.cache/errors/index.js';
import { renderErrorsDoc } from './errors-doc.js';

const page = new URL('../docs/errors.md', import.meta.url);
writeFileSync(page, renderErrorsDoc(errorCatalogue));
console.log(`docs/errors.md: ${errorCatalogue.size} codes`);

import type { errorCatalogue } from '../src/errors/index.js';

export function renderErrorsDoc(catalogue: typeof errorCatalogue): string;

'use strict';

/** Loads xml-crypto when a connection asks for it first. CommonJS: only `require` is both late and at once. */
exports.loadXmlCrypto = () => require('xml-crypto');

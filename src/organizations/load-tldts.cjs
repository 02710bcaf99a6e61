'use strict';

/** Loads the Public Suffix List when it is asked first. CommonJS: only `require` is both late and at once. */
exports.loadTldts = () => require('tldts');

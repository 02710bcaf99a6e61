'use strict';

/** Loads node-saml when metadata are made first. CommonJS: only `require` is both late and at once. */
exports.loadNodeSaml = () => require('@node-saml/node-saml');

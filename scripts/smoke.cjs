// Loads the package with require. Runs in a folder where it is installed, or in this one after a build.
'use strict';

const expected = require('./exports.json');
const smokePackage = require('./smoke-package.cjs');

const modules = Object.fromEntries(Object.keys(expected).map((name) => [name, require(name)]));
smokePackage('CommonJS', modules, expected);

import { InProcessRunner } from './in-process-runner.mjs';

/** Mutants that say nothing about the tests. */
const ignorer = {
  shouldIgnore(path) {
    if (path.isNewExpression() && path.node.callee.name === 'TypeError')
      return 'The words of a TypeError are for the programmer; tests ask for the TypeError.';
    if (path.isClassPrivateProperty() && path.node.key.id.name === 'genuine')
      return 'Of a brand only the presence is asked, never the value.';
    return undefined;
  },
};

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner },
  { kind: 'Ignore', name: 'what-no-test-should-pin', value: ignorer },
];

import { AssertionError } from 'node:assert';
import type { InspectReport } from './inspect/inspect-report.js';

/** For tests: throws an AssertionError with the whole report as its message unless the report is valid. */
export function expectValid(report: InspectReport): void {
  if (report.valid) return;
  throw new AssertionError({ message: `\n${report.toString()}`, stackStartFn: expectValid });
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../support/diagnostics.ts';

const folder = path.resolve(import.meta.dirname, '../../../shared/conformance/cases');

interface RecordedCase {
  readonly kind: string;
  readonly definition?: unknown;
  readonly rows?: readonly { readonly definition: unknown }[];
  readonly stateMachineType?: 'STANDARD' | 'EXPRESS';
}

describe.skipIf(!existsSync(folder))(
  'definitions that ran on AWS (skipped where the recordings are not beside the checkout)',
  () => {
    test('have no error', () => {
      const wrong: string[] = [];
      let count = 0;
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      )) {
        const recorded = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as RecordedCase;
        if (recorded.kind !== 'execution' && recorded.kind !== 'execution-table') continue;
        for (const definition of recorded.rows?.map((row) => row.definition) ?? [recorded.definition]) {
          count++;
          const diagnostics = diagnosticsOf(JSON.stringify(definition), { type: recorded.stateMachineType });
          for (const { severity, rule, location } of diagnostics)
            if (severity === 'error') wrong.push(`${file}: ${rule} ${location}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(count).toBeGreaterThan(500);
    });
  },
);

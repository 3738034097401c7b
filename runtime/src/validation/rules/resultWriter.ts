import { parseResource } from '../../asl/resources.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';
import { checkParameters } from '../s3Parameters.ts';

const TARGET = 'arn:aws:states:::s3:putObject';

export const resultWriter: Rule = {
  id: 'result-writer',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A "ResultWriter" that says neither where to write nor how, or lacks the bucket. The service refuses the definition. Use s3:putObject with "Bucket", or a "WriterConfig", or both.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const writer of context.objects('resultWriter')) {
      const { fields } = writer;
      const resource = fields.Resource;
      const text = textOf(resource?.valueNode);
      const hasParameters = fields.Parameters ?? fields.Arguments;
      if (!resource) {
        if (fields.WriterConfig && !hasParameters) continue;
        report({
          at: hasParameters?.keyNode ?? headOf(writer.node, context.document.text),
          where: writer.node,
          message: `The results need "Resource": "${TARGET}" to be written, or a "WriterConfig" to be formatted.`,
          awsMessage: 'These fields are required: [Resource]',
          data: { kind: 'add', fields: ['Resource' satisfies keyof typeof fields] },
        });
        continue;
      }
      if (text === undefined) continue;
      const parsed = parseResource(text);
      if (parsed?.kind === 'placeholder') continue;
      const isTarget = parsed?.kind === 'optimized' && parsed.service === 's3' && parsed.resource === 'putObject';
      if (isTarget) checkParameters(writer, ['Bucket'], context, report);
      else {
        report({
          at: resource.valueNode!,
          where: resource.keyNode,
          message: `Results can be written with ${TARGET} only.`,
          awsMessage: unrecognized(text),
          data: { kind: 'rename', names: [TARGET] },
        });
      }
    }
    for (const config of context.objects('writerConfig')) {
      const { Transformation, OutputType } = config.fields;
      if ((Transformation === undefined) === (OutputType === undefined)) continue;
      const missing = (Transformation ? 'OutputType' : 'Transformation') satisfies keyof typeof config.fields;
      report({
        at: (Transformation ?? OutputType)!.keyNode,
        where: config.node,
        message: `"${missing}" must be here, too.`,
        awsMessage: `These fields are required: [${missing}]`,
        data: { kind: 'add', fields: [missing] },
      });
    }
  },
};

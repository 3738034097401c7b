import path from 'node:path';
import { expect, test } from 'vitest';
import { stepwise, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
const valid = folder.write('valid.asl.json', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const broken = folder.write(
  'broken.asl.yaml',
  'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Bee\n  B:\n    Type: Succeed\n',
);

test('says that a definition is valid', async () => {
  const { exitCode, out } = await stepwise(['validate', valid]);
  expect(out).toBe(`✓ ${valid} is valid\n`);
  expect(exitCode).toBe(0);
});

test('points at the place in its line', async () => {
  const { exitCode, out } = await stepwise(['validate', broken]);
  expect(out).toContain(`${broken}:5:11: error: There is no state "Bee".`);
  expect(out).toContain('  5 |     Next: Bee\n    |           ^^^\n');
  expect(exitCode).toBe(1);
});

test('gives findings as JSON with lines and columns from 1', async () => {
  const { out, exitCode } = await stepwise(['validate', broken, valid, '--format', 'json']);
  const [first, second] = JSON.parse(out);
  expect(first).toMatchObject({ file: broken, valid: false });
  expect(first.diagnostics[0]).toMatchObject({
    line: 5,
    column: 11,
    endLine: 5,
    endColumn: 14,
    severity: 'error',
    location: '/States/A/Next',
  });
  expect(second).toMatchObject({ file: valid, valid: true, diagnostics: [] });
  expect(exitCode).toBe(1);
});

test('annotates a workflow run', async () => {
  const { out } = await stepwise(['validate', broken, '--format', 'github']);
  expect(out).toMatch(
    /^::error file=.*broken\.asl\.yaml,line=5,col=11,endLine=5,endColumn=14,title=[\w-]+::There is no state "Bee"\./,
  );
});

test('checks every state machine of a template, at its place in the template', async () => {
  const good = await stepwise(['validate', path.resolve('examples/sam-refunds/template.yaml')]);
  expect(good.out.match(/is valid/g)).toHaveLength(2);
  const template = folder.write(
    'template.yaml',
    'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: { Type: Pass, Next: Z }\n',
  );
  const bad = await stepwise(['validate', template]);
  expect(bad.out).toContain(`${template}:8:34: error: There is no state "Z".`);
});

test('knows what Express state machines cannot do', async () => {
  const callback = folder.write('callback.asl.json', {
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'f', 'Payload.$': '$$.Task.Token' },
        End: true,
      },
    },
  });
  expect((await stepwise(['validate', callback])).exitCode).toBe(0);
  expect((await stepwise(['validate', callback, '--type', 'EXPRESS'])).exitCode).toBe(1);
});

test('reports a file that cannot be read and goes on with the others', async () => {
  const { out, error, exitCode } = await stepwise(['validate', `${folder.path}/gone.json`, valid]);
  expect(error).toContain('gone.json: The file does not exist.');
  expect(out).toContain('is valid');
  expect(exitCode).toBe(2);
});

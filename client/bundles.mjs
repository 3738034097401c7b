// The bundles of the extension: an entry that loads at once, two parts that it loads on first use, and the webviews.
import { build } from 'esbuild';

/** `import source from 'worker:./file.ts'` gives the bundled text of a worker; webviews may start workers from blobs only. */
const inlineWorker = {
  name: 'inline-worker',
  setup(plugins) {
    plugins.onResolve({ filter: /^worker:/ }, async ({ path, resolveDir }) => {
      const resolved = await plugins.resolve(path.slice('worker:'.length), { resolveDir, kind: 'import-statement' });
      return { ...resolved, namespace: 'worker' };
    });
    plugins.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      const result = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        platform: 'browser',
        format: 'iife',
        target: 'es2022',
        mainFields: ['module', 'main'],
        legalComments: 'none',
      });
      return {
        contents: result.outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(result.metafile.inputs),
      };
    });
  },
};

/** A dynamic import of one of these files is a bundle of its own beside the importing one, loaded on first use. */
const separate = {
  name: 'separate-bundles',
  setup(plugins) {
    plugins.onResolve({ filter: /\/(features|languageClient)\.ts$/ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: `./${path.split('/').at(-1).replace(/\.ts$/, '.js')}`, external: true };
    });
  },
};

const common = {
  bundle: true,
  outdir: 'dist',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  legalComments: 'none',
  minify: true,
  metafile: true,
};
const host = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  plugins: [separate],
};
const webview = { ...common, platform: 'browser', format: 'iife', target: 'es2022', plugins: [inlineWorker] };

export const clientBundles = [
  { ...host, entryPoints: { extension: 'client/src/extension.ts' } },
  { ...host, entryPoints: { features: 'client/src/features.ts' } },
  { ...host, entryPoints: { languageClient: 'client/src/languageClient.ts' } },
  { ...webview, entryPoints: { graph: 'client/webview/graph.ts' } },
  { ...webview, entryPoints: { execution: 'client/webview/execution.ts' } },
  { ...webview, entryPoints: { iterations: 'client/webview/iterations.ts' } },
];

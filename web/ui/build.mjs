// Builds dist/: index.html, one script, one style sheet, named by their content so that a new
// version is never mixed with an old one. `--tests` bundles src/**/*.test.ts for node --test.
import { build, context } from 'esbuild';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { glyphTables } from './glyph_tables.mjs';

const root = new URL('.', import.meta.url).pathname;
const dist = join(root, 'dist');

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  logLevel: 'warning',
};

/** `import('glyph-tables')`: a file of its own, fetched when somebody looks for a rare character. */
const tables = {
  name: 'tables',
  setup(b) {
    b.onResolve({ filter: /^glyph-tables$/ }, () => ({ path: 'glyph-tables', namespace: 'tables' }));
    b.onLoad({ filter: /.*/, namespace: 'tables' }, async () => ({ contents: await glyphTables(root), loader: 'js' }));
  },
};

async function testFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return testFiles(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    }),
  );
  return found.flat();
}

async function buildTests() {
  const out = join(root, 'node_modules/.cache/dossier-tests');
  await rm(out, { recursive: true, force: true });
  const entryPoints = await testFiles(join(root, 'src'));
  await build({ ...common, entryPoints, outdir: out, outExtension: { '.js': '.mjs' }, platform: 'node', sourcemap: 'inline', plugins: [tables] });
}

async function writePage(result) {
  const named = (ending) => basename(Object.keys(result.metafile.outputs).find((path) => /^app-/.test(basename(path)) && path.endsWith(ending)));
  const page = await readFile(join(root, 'index.html'), 'utf8');
  const filled = page.replace('SCRIPT', named('.js')).replace('STYLE', named('.css'));
  await writeFile(join(dist, 'index.html'), filled);
  await cp(join(root, 'src/icon.svg'), join(dist, 'icon.svg'));
}

async function buildPage(watch) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const options = {
    ...common,
    entryPoints: { app: join(root, 'src/main.tsx') },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    outdir: dist,
    minify: !watch,
    sourcemap: watch,
    metafile: true,
    plugins: [tables, { name: 'page', setup: (b) => b.onEnd((result) => (result.errors.length ? undefined : writePage(result))) }],
  };
  if (!watch) return build(options);
  await (await context(options)).watch();
}

if (process.argv.includes('--tests')) await buildTests();
else await buildPage(process.argv.includes('--watch'));

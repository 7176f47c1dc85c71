/**
 * Compiles assembly/ and writes src/kernels.gen.ts: the kernels as base64, because users need no compiler and no file to
 * fetch, and the interface by which TypeScript calls them. `npm run kernels` writes, `npm run kernels -- --check`
 * compares (CI does).
 */
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const compiler = require.resolve('assemblyscript/bin/asc.js');
const sources = join(__dirname, 'assembly');
const options = [
  ...['--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noAssert'],
  ...['--optimizeLevel', '3'],
  // Beside the module, its exports as TypeScript sees them.
  ...['--bindings', 'raw'],
  // v128 values between modules are meant: generated modules import exp4 and its like.
  ...['--disableWarning', '112'],
];

/** The module, and the declarations that the compiler makes of its exports. */
function compile() {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-kernels-'));
  try {
    const [entry, output] = [join('assembly', 'index.ts'), join(folder, 'kernels.wasm')];
    execFileSync(process.execPath, [compiler, entry, ...options, '--outFile', output], {
      cwd: __dirname,
      stdio: 'inherit',
    });
    return {
      wasm: readFileSync(output),
      declarations: readFileSync(join(folder, 'kernels.d.ts'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The doc comment of each exported function, by its name. */
function docComments() {
  const exported = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\nexport function (\w+)/g;
  const texts = readdirSync(sources).map((file) => readFileSync(join(sources, file), 'utf8'));
  const found = texts.flatMap((text) => [...text.matchAll(exported)]);
  return new Map(found.map(([, comment, name]) => [name, comment]));
}

/** The members of the interface. Functions of lanes (`unknown` here) do not cross into JavaScript. */
function members(declarations) {
  const comments = docComments();
  return [...declarations.matchAll(/export function (\w+)(\(.*\): \w+;)/g)]
    .filter(([, , signature]) => !signature.includes('unknown'))
    .map(([, name, signature]) => {
      const comment = comments.get(name)?.replaceAll('\n', '\n  ');
      return `${comment ? `  ${comment}\n` : ''}  ${name}${signature}`;
    });
}

const { wasm, declarations } = compile();
const text = `/** The compiled kernels. Made from assembly/ by \`npm run kernels\`, as all of this file. */
export const KERNELS =
  '${wasm.toString('base64')}';

/** What the kernels are called with. Addresses and lengths are in bytes. */
export interface Kernels {
${members(declarations).join('\n')}
}
`;
const target = join(__dirname, 'src', 'kernels.gen.ts');
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  console.log(`${target}: ${wasm.length} bytes of kernels`);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('src/kernels.gen.ts is not what assembly/ compiles to: run `npm run kernels`.');
  process.exitCode = 1;
}

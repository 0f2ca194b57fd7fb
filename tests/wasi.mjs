// Runs a WebAssembly program under Node: `node tests/wasi.mjs program.wasm …`.
import { readFile } from 'node:fs/promises';
import { argv, env, exit } from 'node:process';
import { WASI } from 'node:wasi';

const [program, ...options] = argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [program, ...options], env, preopens: { '.': '.' } });
const module = await WebAssembly.compile(await readFile(program));
exit(wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject())));

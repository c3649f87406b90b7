// The real `dossier serve` on a free port and a data folder of its own, with specimens to read.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = new URL('../../..', import.meta.url).pathname;
export const specimens = join(root, 'samples/specimens');

/** `config`: the text of a configuration file, or what makes it of the data folder. */
export async function startService(config = '') {
  const program = process.env.DOSSIER;
  if (!program) throw new Error('DOSSIER must name the program `dossier` to test');
  const page = join(dirname(program), '../share/dossier/ui/index.html');
  await access(page).catch(() => {
    throw new Error(`no workstation at ${page}: build web/ui and copy its dist there (./dev does)`);
  });
  const data = await mkdtemp(join(tmpdir(), 'dossier-browser-'));
  const configFile = `${data}.toml`;
  const more = typeof config === 'function' ? await config(data) : config;
  // One reader: each loads its models for more than a second of the processor. Files are whole as soon as they are there.
  const reading = more.includes('[reading]') ? '' : '[reading]\nworkers = 1\n';
  await writeFile(configFile, `${reading}[intake]\nquiet_ms = 300\n${more}`);
  const child = spawn(program, ['serve', '--data', data, '--config', configFile, '--port', '0', '--demo'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let stderr = '';
  child.stderr.on('data', (bytes) => (stderr += bytes));
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve)); // `error`: it did not even start
  const find = (pattern) => new Promise((resolve, reject) => {
    const look = () => pattern.exec(said) && resolve(pattern.exec(said)[1]);
    child.stdout.on('data', (bytes) => { said += bytes; look(); });
    void ended.then((code) => reject(new Error(`dossier serve ended with ${code}\n${said}\n${stderr}`)));
  });
  const [password, address] = await Promise.all([find(/^password\s+(\S+)/m), find(/^workstation\s+(https:\S+)/m)]);
  return {
    address, password, data,
    said: () => said + stderr,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
      await rm(configFile, { force: true });
    },
  };
}

/** Puts specimens into a station's hot folder, as a scanner would. */
export async function scan(service, station, names) {
  const folder = join(service.data, 'hot', station);
  await mkdir(folder, { recursive: true });
  for (const name of names) await copyFile(join(specimens, name), join(folder, name));
}

/** What a scanning program lays beside its scans: their names and hashes, the batch's name and how many sheets there should be. */
export async function announce(service, station, said, names) {
  const files = await Promise.all(names.map(async (name) => ({ name, sha256: createHash('sha256').update(await readFile(join(specimens, name))).digest('hex') })));
  await writeFile(join(service.data, 'hot', station, 'batch.json'), JSON.stringify({ ...said, files }));
}

export async function specimenNames() {
  return (await readdir(specimens)).filter((name) => !name.endsWith('.json')).sort();
}

/** What really stands on a specimen: for a file name, its documents with type and fields. */
export async function truthOf(name) {
  const text = await readFile(join(specimens, name.replace(/\.\w+$/, '.truth.json')), 'utf8');
  return JSON.parse(text).documents;
}

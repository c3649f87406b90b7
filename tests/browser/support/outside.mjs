// Services outside, on loopback: one that answers over HTTPS and one that takes mail.
import { readFile } from 'node:fs/promises';
import { createServer as createHttps } from 'node:https';
import { createServer as createPlain } from 'node:net';
import { join } from 'node:path';

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** Answers by path: `answers[path]` is the body, a number is a status. Shows the certificate of a service's edge. */
export async function startOutside(answers) {
  const server = createHttps((request, response) => {
    request.resume().on('end', () => {
      const answer = answers[request.url];
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  const port = await listen(server);
  return {
    port,
    async showCertificateOf(service) {
      const file = (name) => readFile(join(service.data, 'edge', name));
      server.setSecureContext({ cert: await file('tls.crt'), key: await file('tls.key') });
    },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** Takes any mail; `code()` is the one in the next. */
export async function startMailbox() {
  const mails = [];
  const server = createPlain((socket) => {
    socket.on('error', () => undefined);
    let text = '';
    let inData = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const hear = (line) => {
      if (inData && line !== '.') return void (text += `${line}\n`);
      if (inData) { mails.push(text); text = ''; inData = false; return say('250 taken'); }
      inData = line === 'DATA';
      say(inData ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 fine');
    };
    let left = '';
    socket.on('data', (bytes) => {
      const lines = (left + bytes).split('\r\n');
      left = lines.pop();
      lines.forEach(hear);
    });
    say('220 mail ESMTP');
  });
  const port = await listen(server);
  return {
    port,
    async code() {
      while (!mails.length) await new Promise((resolve) => setTimeout(resolve, 100));
      return /code is (\d{6})/.exec(mails.shift())[1];
    },
    close: () => server.close(),
  };
}

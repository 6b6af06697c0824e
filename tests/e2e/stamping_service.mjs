// A stamping service for tests: RFC 3161 over HTTP in front of `openssl ts`, with a certificate authority made on the spot.
//   node stamping_service.mjs FOLDER     prints its URL; FOLDER/ca.pem is whom to believe, FOLDER/other.pem is somebody else
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';

const folder = process.argv[2];
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] });

writeFileSync(`${folder}/ca.cnf`, `[req]
distinguished_name=dn
prompt=no
[dn]
CN=Test authority
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
[tsa]
basicConstraints=critical,CA:FALSE
extendedKeyUsage=critical,timeStamping
`);
writeFileSync(`${folder}/ts.cnf`, `[tsa]
default_tsa=one
[one]
serial=serial
crypto_device=builtin
signer_cert=tsa.pem
signer_key=tsa.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
accuracy=secs:1
ordering=yes
tsa_name=no
ess_cert_id_chain=no
`);
writeFileSync(`${folder}/serial`, '01\n');
for (const [key, certificate] of [['ca.key', 'ca.pem'], ['other.key', 'other.pem']])
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '30', '-config', 'ca.cnf',
    '-extensions', 'ca');
openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-config', 'ca.cnf', '-subj',
  '/CN=Test stamps');
openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'ca.cnf',
  '-extensions', 'tsa', '-out', 'tsa.pem');

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/timestamp-query') {
      response.writeHead(400).end();
      return;
    }
    writeFileSync(`${folder}/request.tsq`, Buffer.concat(parts));
    openssl('ts', '-reply', '-queryfile', 'request.tsq', '-config', 'ts.cnf', '-out', 'response.tsr');
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(readFileSync(`${folder}/response.tsr`));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

// Draws an audit sample again, by docs/audit.md alone: reads {population: [case id], answer: the answer of audit.sample}
// from stdin; exits 0 if digest, ranks and order are the same, or says what differs and exits 1. Shares nothing with the
// program.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { population, answer } = JSON.parse(readFileSync(0, 'utf8'));
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const same = (what, mine, theirs) => {
  if (JSON.stringify(mine) === JSON.stringify(theirs)) return;
  console.error(`${what}: drawn again ${JSON.stringify(mine)}, answered ${JSON.stringify(theirs)}`);
  process.exit(1);
};

const bytes = population.map((id) => Buffer.from(id, 'utf8')).sort(Buffer.compare);
same('count', bytes.length, answer.population.count);
same('digest', sha256(...bytes.flatMap((id) => [id, Buffer.from('\n')])).toString('hex'), answer.population.digest);

const [, size, root] = answer.checkpoint.signed_note.split('\n');
same('checkpoint size', Number(size), answer.checkpoint.size);
same('checkpoint root', root, answer.checkpoint.root);
const drawn = bytes
  .map((id) => ({ case_id: id.toString(), rank: sha256(Buffer.from(root, 'base64'), Buffer.from([0]), id) }))
  .sort((a, b) => Buffer.compare(a.rank, b.rank))
  .slice(0, answer.size)
  .map(({ case_id, rank }) => ({ case_id, rank: rank.toString('hex') }));
same('cases', drawn, answer.cases.map(({ case_id, rank }) => ({ case_id, rank })));

// Prints the line coverage of coverlet's JSON report, a folder a row; the last line is the whole.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, dirname } from 'node:path';

const [results, root] = process.argv.slice(2);
const report = readdirSync(results).filter(name => name.startsWith('coverage.') && name.endsWith('.json')).sort().at(-1);
const folders = new Map();
for (const module of Object.values(JSON.parse(readFileSync(join(results, report), 'utf8'))))
  for (const [file, types] of Object.entries(module)) {
    const folder = dirname(relative(root, file));
    if (folder.split('/').includes('obj')) continue; // Generated.
    // A line that several methods share (a lambda in it) is covered when one of them ran.
    const lines = new Map();
    for (const methods of Object.values(types))
      for (const method of Object.values(methods))
        for (const [line, hits] of Object.entries(method.Lines)) lines.set(line, (lines.get(line) ?? 0) + hits);
    const sum = folders.get(folder) ?? { covered: 0, lines: 0 };
    sum.lines += lines.size;
    sum.covered += [...lines.values()].filter(hits => hits > 0).length;
    folders.set(folder, sum);
  }

const row = (name, { covered, lines }) => console.log(`${(100 * covered / lines).toFixed(1).padStart(5)} %  ${String(covered).padStart(5)} of ${String(lines).padStart(5)} lines  ${name}`);
const whole = { covered: 0, lines: 0 };
for (const [folder, sum] of [...folders].sort(([a], [b]) => a < b ? -1 : 1)) {
  row(folder, sum);
  whole.covered += sum.covered;
  whole.lines += sum.lines;
}
row('line coverage, whole', whole);

// Reads what a test run left: the runner's results (CTRF, https://ctrf.io), and for --slowest the samples of /proc/stat and the waits that
// the drivers noted. The last line is "N passed, N failed".
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [mode, folder] = process.argv.slice(2);
const results = join(folder, 'results.json');
const tests = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).results.tests : [];
const lines = name => existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n').filter(Boolean) : [];

if (mode === '--slowest') {
  // A sample: milliseconds, then the jiffies of "cpu": user nice system idle iowait …
  const samples = lines('cpu.txt').map(line => line.split(/\s+/)).map(([at, , ...jiffies]) => {
    const all = jiffies.slice(0, 8).reduce((sum, n) => sum + Number(n), 0);
    return { at: Number(at), all, idle: Number(jiffies[3]) + Number(jiffies[4]) };
  });
  const busy = (from, to) => {
    const during = samples.filter(sample => sample.at >= from - 1000 && sample.at <= to + 1000);
    const [first, last] = [during[0], during.at(-1)];
    return during.length < 2 || last.all === first.all ? '' : `${Math.round(100 - 100 * (last.idle - first.idle) / (last.all - first.all))} %`;
  };
  const waits = new Map();
  for (const { test, what, ms } of lines('waits.jsonl').map(line => JSON.parse(line))) {
    const its = waits.get(test) ?? new Map();
    its.set(what, (its.get(what) ?? 0) + ms);
    waits.set(test, its);
  }
  const seconds = ms => (ms / 1000).toFixed(1);
  console.log('seconds  busy   test: what it waited for');
  for (const { name, duration, start, stop } of tests.filter(test => test.status !== 'skipped').sort((a, b) => b.duration - a.duration).slice(0, 50)) {
    const its = [...(waits.get(name) ?? [])].sort(([, a], [, b]) => b - a).slice(0, 4).map(([what, ms]) => `${what} ${seconds(ms)}`);
    console.log(`${seconds(duration).padStart(7)}  ${busy(start, stop).padStart(5)}  ${name}${its.length ? `: ${its.join(', ')}` : ''}`);
  }
  const [from, to] = [Math.min(...tests.map(test => test.start)), Math.max(...tests.map(test => test.stop))];
  const worked = tests.reduce((sum, test) => sum + test.duration, 0);
  console.log(`${seconds(to - from).padStart(7)}  ${busy(from, to).padStart(5)}  the whole run; the tests' times add up to ${seconds(worked)} s`);
}

const count = status => tests.filter(test => test.status === status).length;
const failed = count('failed') + (tests.length === 0 ? 1 : 0);
if (failed > 0)
  for (const { name } of tests.filter(test => test.status === 'failed')) console.log(`failed: ${name}`);
console.log(`${count('passed')} passed, ${failed} failed`);

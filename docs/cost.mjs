// What a month costs: `node docs/cost.mjs > docs/cost.md`. Change the prices and the mix to your own and run it again.

// US list prices in US dollars, from the pages named in `sources`, as remembered in November 2026 and not fetched: check them before you budget.
const price = {
  minuteIn: 0.0085, minuteOut: 0.014, number: 1.15, minuteRecorded: 0.0025, // Twilio voice, local number; a started minute counts whole
  textIn: 0.0083, textOut: 0.0083, carrier: 0.004, pictureIn: 0.0165, // Twilio messaging; the carriers' fee on what we send and take
  speechHour: 0.66, // fast transcription
  readyGbs: 0.000004, readyRunGbs: 0.000016, runGbs: 0.000026, runGbsFree: 100_000, executions: 0.40, executionsFree: 250_000, // Flex Consumption; per million
  busBase: 9.81, busOperations: 0.80, busFree: 13, // Service Bus Standard; per million
  tableRequests: 0.036, tableGb: 0.045, // per million
  blobWrites: 5.5, blobReads: 0.44, blobGb: 0.0184, // hot, locally redundant; per million
  logGb: 2.30, logFree: 5, rule5: 1.50, rule15: 0.50, metricRule: 0.10, webTest: 0.0006, secretReads: 3.0, // log alerts by their interval; per million
};
const sources = [
  ['Twilio voice', 'https://www.twilio.com/en-us/voice/pricing/us'], ['Twilio messaging', 'https://www.twilio.com/en-us/sms/pricing/us'],
  ['Speech', 'https://azure.microsoft.com/pricing/details/cognitive-services/speech-services/'],
  ['Functions', 'https://azure.microsoft.com/pricing/details/functions/'], ['Service Bus', 'https://azure.microsoft.com/pricing/details/service-bus/'],
  ['Tables', 'https://azure.microsoft.com/pricing/details/storage/tables/'], ['Blobs', 'https://azure.microsoft.com/pricing/details/storage/blobs/'],
  ['Azure Monitor', 'https://azure.microsoft.com/pricing/details/monitor/'], ['Key Vault', 'https://azure.microsoft.com/pricing/details/key-vault/'],
];

// Of what a hundred reports are, and what one takes. The requests were counted by the tests' storage proxy; the rest are assumptions.
const share = { calls: 0.7, texts: 0.3 };
const call = { minutes: 3, spoken: 1.5, mb: 1.5, table: 69, blobWrites: 12, blobReads: 2, messages: 9, executions: 16 };
const text = { pictures: 0.2, mb: 0.1, table: 50, blobWrites: 4, blobReads: 0, messages: 6, executions: 8 };
const reading = { looks: 4, table: 17, listLooks: 10, listTable: 14, polls: 300, pollTable: 5 }; // what reviewers do for each report
const perExecution = { seconds: 0.1, gb: 2, logKb: 1, clockSeconds: 1 }; // Nothing else runs on a timer's instance, and a second is the least that is billed.
// A core's milliseconds of Intake for a report: measured on one machine (docs/performance.md), where another core gives others.
const cpu = { receipt: 386, webhook: 4.2 };
// Written down from memory as the prices were: what one instance, table partition, storage account and Service Bus namespace (Standard) bear in a second.
const bears = { cores: 1, partition: 2_000, account: 20_000, bus: 1_000 };
// A report's words are written under so many keys and looked for under as many, ten seconds later.
const bands = 21;
const peak = 4, halfFull = 0.5, shards = { intake: 16, review: 4 };
const minutes = 30.4 * 1440;
const always = {
  numbers: 2, readyGb: 2, sweeps: 4 * minutes, sweepTable: 10, ticks: 2 * minutes, tickTable: 10, reconciled: minutes / 5, reconciledTable: 2, rules5: 5, rules15: 3, metricRules: 16,
  webTests: 288 * 3 * 30.4, canaries: 4 * 24 * 30.4, canaryMinutes: 1, keptMonths: 12,
};

const Mo = 1e6, month = 30.4 * 86_400;
const free = (used, grant) => Math.max(0, used - grant);

function monthOf(reports) {
  const calls = reports * share.calls, texts = reports * share.texts;
  const sum = name => calls * (call[name] ?? 0) + texts * (text[name] ?? 0);
  const executions = sum('executions') + reports * (reading.looks + reading.listLooks + reading.polls);
  const clock = always.sweeps + always.ticks;
  // The instance that is always ready serves Intake; Review's runs are billed on demand.
  const intakeGbs = (calls * 10 + texts * 4) * perExecution.seconds * perExecution.gb;
  const reviewGbs = executions * perExecution.seconds * perExecution.gb - intakeGbs;
  const table = sum('table') + always.sweeps * always.sweepTable + always.ticks * always.tickTable + always.reconciled * always.reconciledTable
    + reports * (reading.looks * reading.table + reading.listLooks * reading.listTable + reading.polls * reading.pollTable);
  const gb = sum('mb') / 1024 * always.keptMonths;
  return {
    'Twilio: numbers': always.numbers * price.number,
    'Twilio: calls': calls * Math.ceil(call.minutes) * price.minuteIn,
    'Twilio: recording': calls * Math.ceil(call.spoken) * price.minuteRecorded,
    'Twilio: texts and pictures, receipts sent': texts * (price.textIn + text.pictures * price.pictureIn + price.textOut + 2 * price.carrier),
    'Speech: transcripts': calls * call.spoken / 60 * price.speechHour,
    'Functions: an instance always ready': always.readyGb * month * price.readyGbs,
    'Functions: runs': intakeGbs * price.readyRunGbs + reviewGbs * price.runGbs + executions / Mo * price.executions,
    'Functions: the sweep and Tick, by the clock in both rooms': free(clock * perExecution.clockSeconds * perExecution.gb, price.runGbsFree) * price.runGbs
      + free(clock, price.executionsFree) / Mo * price.executions,
    'Service Bus': price.busBase + free(sum('messages') * 3 / Mo, price.busFree) * price.busOperations,
    'Tables': table / Mo * price.tableRequests + reports * 30 / Mo * price.tableGb * always.keptMonths,
    'Blobs': (sum('blobWrites') * price.blobWrites + sum('blobReads') * price.blobReads) / Mo + gb * price.blobGb,
    'Logs and traces': free((executions + clock) * perExecution.logKb / Mo, price.logFree) * price.logGb,
    'Alerts and probes': always.rules5 * price.rule5 + always.rules15 * price.rule15 + always.metricRules * price.metricRule + always.webTests * price.webTest,
    'The canary, which calls every 15 minutes': always.canaries * (always.canaryMinutes * (price.minuteOut + price.minuteIn + price.minuteRecorded) + price.speechHour / 60 / 2),
    'Key Vault': 10_000 / Mo * price.secretReads,
  };
}

// The host holds each body whole, up to 8 MB: infra/modules/app.bicep lets so many run at once on an instance of Intake. A webhook's
// answer is taken to be as slow as the benchmark's p50 of a text at 16 connections, and work orders to count as webhooks.
const atOnce = 16, answerSeconds = 0.075;

function rateOf(hourly) {
  const a = peak * hourly / 3600;
  const per = name => a * (share.calls * (call[name] ?? 0) + share.texts * (text[name] ?? 0));
  const receipts = a * cpu.receipt / 1000, webhooks = a * (share.calls * 10 + share.texts * 4) * cpu.webhook / 1000;
  // Half of a report's requests are taken to be Intake's, half Review's.
  const partition = Math.max(per('table') / 2 / shards.intake, per('table') / 2 / shards.review);
  return {
    'reports a second at the peak': small(a),
    'cores of Intake for receipts': small(receipts),
    'cores of Intake for webhooks and what follows them': small(webhooks),
    [`instances of ${bears.cores} core, half full`]: number(Math.max(1, Math.ceil((receipts + webhooks) / bears.cores / halfFull))),
    [`instances by requests at once, ${atOnce} each`]: number(Math.max(1, Math.ceil(a * (share.calls * 10 + share.texts * 4) * answerSeconds / atOnce))),
    'table requests a second': small(per('table')),
    [`… of the busiest partition's ${number(bears.partition)}`]: percent(partition / bears.partition),
    '… of the one partition in which alike texts are found': percent(a * 2 * bands / bears.partition),
    [`… of the accounts' ${number(bears.account)} each`]: percent(per('table') / 2 / bears.account),
    [`operations of the bus a second, of its ${number(bears.bus)} credits`]: percent(per('messages') * 3 / bears.bus),
    'dollars a month': dollars(Object.values(monthOf(hourly * 730)).reduce((a, b) => a + b, 0)),
  };
}

const sizes = [100, 10_000, 1_000_000];
const months = sizes.map(monthOf);
const total = months.map(items => Object.values(items).reduce((a, b) => a + b, 0));
const number = n => n.toLocaleString('en-US');
const dollars = n => n.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const small = n => n < 10 ? n.toPrecision(2) : number(Math.round(n));
const percent = n => n < 0.001 ? 'under 0.1 %' : `${small(100 * n)} %`;
const hourly = [10, 1_000, 100_000];
const line = (name, cells) => `| ${name} | ${cells.join(' | ')} |`;
console.log(`# What it costs

Made by \`node docs/cost.mjs\`, which holds every price and assumption. US dollars a month, US list prices without taxes or discounts; the prices were written
down from memory in November 2026 and not fetched, and no bill has confirmed them: follow the links before you budget.

${line('reports a month', sizes.map(number))}
${line('---', sizes.map(() => '---:'))}
${Object.keys(months[0]).map(item => line(item, months.map(items => dollars(items[item])))).join('\n')}
${line('**all**', total.map(n => `**${dollars(n)}**`))}
${line('one report', total.map((n, i) => (n / sizes[i]).toFixed(n / sizes[i] < 1 ? 3 : 2)))}

- **A report**: ${share.calls * 100} of a hundred are calls of ${call.minutes} minutes of which ${call.spoken} are recorded, the others texts, one in five with a picture. A call makes ${call.table} table requests,
  ${call.blobWrites} blob writes and ${call.messages} messages, a text ${text.table}, ${text.blobWrites} and ${text.messages} (counted on the emulator, acceptance, audit copies and clean-up included).
- **Reviewers** open a tip ${reading.looks} times and a list ${reading.listLooks} times for each report, and leave a list open that asks every second for ${reading.polls / 60} minutes. At a million reports a month that is the largest part of
  the runs; such a line would want longer intervals first.
- **The canary** is Twilio's minutes: out of the account and into the canary number. Without \`HOTLINE_CANARY_NUMBER\` there is none.
- **Kept**: evidence for ${always.keptMonths} months, with no report closed and deleted earlier.
- **By the clock**: the sweep runs twice a minute and \`Tick\` once, in each room, each on an instance of its own. Whatever else is done by the clock is a row that \`Tick\` reads: a timer function for each of the nine tasks would be nine instances to start where two ticks are, each with every hosted service.
- **Not in it**: staging, a registered A2P campaign (some 10 dollars a month), people, and what an attacker's calls cost: set Twilio's usage triggers and the budget alert.
- **What decides**: Twilio is ${Math.round(100 * (months[1]['Twilio: calls'] + months[1]['Twilio: recording'] + months[1]['Twilio: texts and pictures, receipts sent']) / total[1])} % of the bill at ${number(sizes[1])} reports, speech ${Math.round(100 * months[1]['Speech: transcripts'] / total[1])} %. At ${number(sizes[0])} reports it is what stands ready: the canary above all, the instance, the bus, the alerts and probes.

## By the hour

What it takes when so many reports come every hour, day and night, with peaks of ${peak} times as many. On paper: Intake's CPU is what [the benchmark](performance.md#beside-a-plain-node-version) measured
(${cpu.receipt} ms for a receipt, ${cpu.webhook} ms for each webhook or work order), and what Azure's parts bear was written down from memory as the prices were.

${line('reports an hour', hourly.map(number))}
${line('---', hourly.map(() => '---:'))}
${Object.keys(rateOf(1)).map(item => line(item, hourly.map(each => rateOf(each)[item]))).join('\n')}

At ${number(hourly[2])} an hour one Standard namespace does not bear the peak: that takes several, or Premium; nor does the one partition of alike texts, which throttles: suggestions come late then, nothing else waits for them, and it wants a partition a band. Receipts are ${Math.round(100 * cpu.receipt / (cpu.receipt + (share.calls * 10 + share.texts * 4) * cpu.webhook))} % of Intake's CPU: slow on purpose, so that a stolen table gives no codes away. Where they are not ready in time callers wait, and texters are told to text again; nothing else waits for them.

Prices: ${sources.map(([name, url]) => `[${name}](${url})`).join(', ')}.`);

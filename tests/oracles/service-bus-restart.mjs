// Keeps sending and taking while the broker goes away and comes back; ends when all that was sent was taken.
import { ServiceBusClient } from '@azure/service-bus'
import { text } from 'node:stream/consumers'

const { connectionString, count } = JSON.parse(await text(process.stdin))
const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 20, retryDelayInMs: 300, maxRetryDelayInMs: 1000 } })
const taken = new Set()
client.createReceiver('work').subscribe({
  processMessage: async message => { taken.add(message.body) },
  processError: async () => {},
})
const sender = client.createSender('work')
for (let n = 0; n < count; n++) {
  while (!await sender.sendMessages({ body: n }).then(() => true, () => false)) await new Promise(done => setTimeout(done, 200))
  await new Promise(done => setTimeout(done, 50))
}
const end = Date.now() + 80_000
while (taken.size < count && Date.now() < end) await new Promise(done => setTimeout(done, 100))
console.log(JSON.stringify({ taken: taken.size }))
process.exit(0)

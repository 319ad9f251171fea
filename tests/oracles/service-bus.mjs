// Drives the broker with the unmodified JavaScript client and says what it saw.
import { ServiceBusClient } from '@azure/service-bus'
import { text } from 'node:stream/consumers'

const { connectionString, clients } = JSON.parse(await text(process.stdin))
const seen = {}

// Many connections at once: a broker that answers too early hangs some of them for ever.
await Promise.all(Array.from({ length: clients }, async (_, n) => {
  const client = new ServiceBusClient(connectionString)
  await client.createSender('work').sendMessages({ body: `parallel ${n}` })
  await client.close()
}))

const client = new ServiceBusClient(connectionString)
const sender = client.createSender('work')
const receiver = client.createReceiver('work')
const got = []
while (got.length < clients) {
  for (const message of await receiver.receiveMessages(20, { maxWaitTimeInMs: 5000 })) {
    got.push(message.body)
    await receiver.completeMessage(message)
  }
}
seen.parallel = got.length

seen.peekedEmpty = (await receiver.peekMessages(1)).length
await sender.sendMessages([{ body: { a: 1 }, messageId: 'm1' }, { body: 'second' }])
seen.peeked = (await receiver.peekMessages(5)).map(m => m.body)
const [first] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })
seen.deliveryCount = first.deliveryCount
await receiver.renewMessageLock(first)
await receiver.abandonMessage(first)
const again = []
while (again.length < 2) again.push(...await receiver.receiveMessages(2, { maxWaitTimeInMs: 5000 }))
seen.again = again.map(m => [m.messageId === 'm1', m.deliveryCount])
await receiver.deadLetterMessage(again[0], { deadLetterReason: 'unreadable', deadLetterErrorDescription: 'not ours' })
await receiver.completeMessage(again[1])
const dead = client.createReceiver('work', { subQueueType: 'deadLetter' })
const [letter] = await dead.receiveMessages(1, { maxWaitTimeInMs: 5000 })
seen.dead = [letter.deadLetterReason, letter.deadLetterErrorDescription]
await dead.completeMessage(letter)

const numbers = await sender.scheduleMessages([{ body: 'late' }], new Date(Date.now() + 3600_000))
await sender.scheduleMessages([{ body: 'soon' }], new Date(Date.now() + 1500))
const [soon] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20000 })
seen.soon = soon.body
await receiver.completeMessage(soon)
await sender.cancelScheduledMessages(numbers)
seen.left = (await receiver.peekMessages(5)).length
seen.tooLarge = await sender.sendMessages({ body: 'x'.repeat(300_000) }).then(() => 'sent', e => e.code ?? e.name)
await client.close()
console.log(JSON.stringify(seen))

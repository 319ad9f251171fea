// Reads a table with the official JavaScript client.
import { TableClient } from '@azure/data-tables'
import { text } from 'node:stream/consumers'

const { connectionString, table } = JSON.parse(await text(process.stdin))
const client = TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true })
const rows = []
for await (const row of client.listEntities()) rows.push(row)
console.log(JSON.stringify(rows))

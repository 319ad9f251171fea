metadata description = 'Who may do what: every right of both rooms, and no other file gives any.'

@description('The principals of the two rooms.')
param principals { intake: string, review: string }

@description('The storage accounts of each room: its data, and what its host keeps for itself.')
param accounts { intakeData: string, reviewData: string, intakeHost: string, reviewHost: string }

@description('The Service Bus namespace.')
param busName string

@description('The Key Vault.')
param vaultName string

@description('The Speech resource.')
param speechName string

@description('The Application Insights resource.')
param insightsName string

var matrix = {
  tables: [
    { who: 'intake', account: 'intakeData', on: 'Intake', may: 'changeRows' }
    { who: 'review', account: 'reviewData', on: 'Review', may: 'changeRows' }
  ]
  containers: [
    { who: 'intake', account: 'intakeData', on: 'evidence', may: 'writeBlobs' }
    { who: 'review', account: 'intakeData', on: 'evidence', may: 'readBlobs' }
    { who: 'intake', account: 'intakeData', on: 'line', may: 'readBlobs' }
    { who: 'review', account: 'intakeData', on: 'line', may: 'readBlobs' }
    { who: 'review', account: 'reviewData', on: 'parts', may: 'writeReadAndDeleteBlobs' } // Tips without content are dropped.
    { who: 'review', account: 'reviewData', on: 'events', may: 'writeAndReadBlobs' }
    { who: 'review', account: 'reviewData', on: 'keys', may: 'writeAndReadBlobs' }
  ]
  // Each room sends to its own queue too (work for later, scheduled copies) and, as whoever refuses a message, to `rejected`.
  queues: [
    { who: 'intake', on: 'tips', may: 'send' }
    { who: 'intake', on: 'intake', may: 'send' }
    { who: 'intake', on: 'intake', may: 'receive' }
    { who: 'intake', on: 'replies', may: 'receive' }
    { who: 'intake', on: 'replies', may: 'send' } // Puts off.
    { who: 'intake', on: 'rejected', may: 'send' }
    { who: 'review', on: 'tips', may: 'receive' }
    { who: 'review', on: 'tips', may: 'send' } // Puts off and redrives.
    { who: 'review', on: 'review', may: 'send' }
    { who: 'review', on: 'review', may: 'receive' }
    { who: 'review', on: 'intake', may: 'send' } // Says that a part was opened, so that Twilio's copy may go.
    { who: 'review', on: 'replies', may: 'send' }
    { who: 'review', on: 'rejected', may: 'send' }
    { who: 'review', on: 'rejected', may: 'receive' }
  ]
  secrets: [
    { who: 'intake', on: 'sealing-public-key', may: 'readSecret' }
    { who: 'intake', on: 'twilio-auth-token', may: 'readSecret' }
    { who: 'intake', on: 'twilio-api-key-secret', may: 'readSecret' }
    { who: 'review', on: 'sealing-private-keys', may: 'readSecret' }
    { who: 'review', on: 'lasting-pepper', may: 'readSecret' }
    { who: 'review', on: 'on-call-webhook', may: 'readSecret' }
    { who: 'review', on: 'twilio-review-key-secret', may: 'readSecret' }
  ]
  hosts: [
    { who: 'intake', account: 'intakeHost', may: 'ownBlobs' } // The package, locks of timers, keys of the host.
    { who: 'review', account: 'reviewHost', may: 'ownBlobs' }
  ]
  speech: [
    { who: 'intake', may: 'transcribe' }
  ]
  telemetry: [
    { who: 'intake', may: 'publishMetrics' }
    { who: 'review', may: 'publishMetrics' }
  ]
}

// Built-in roles (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles) where they fit: on these scopes they
// give nothing else but names, and the Speech User may synthesise speech. Those of our own are in roles.bicep.
var roles = {
  changeRows: guid(resourceGroup().id, 'changeRows')
  writeBlobs: guid(resourceGroup().id, 'writeBlobs')
  writeAndReadBlobs: guid(resourceGroup().id, 'writeAndReadBlobs')
  writeReadAndDeleteBlobs: guid(resourceGroup().id, 'writeReadAndDeleteBlobs')
  readBlobs: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1' // Storage Blob Data Reader
  ownBlobs: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  send: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // Azure Service Bus Data Sender
  receive: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // Azure Service Bus Data Receiver
  readSecret: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
  transcribe: 'f2dc8367-1007-4938-bd23-fe263f013447' // Cognitive Services Speech User
  publishMetrics: '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher
}

func right(principal string, role string) { principalId: string, principalType: 'ServicePrincipal', roleDefinitionId: string } => {
  principalId: principal
  principalType: 'ServicePrincipal' // Without it a principal that was made a moment ago is looked for, and not found.
  roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' existing = [
  for row in matrix.tables: { name: '${accounts[row.account]}/default/${row.on}' }
]
resource tableRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (row, i) in matrix.tables: {
    scope: tables[i]
    name: guid(tables[i].id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for row in matrix.containers: { name: '${accounts[row.account]}/default/${row.on}' }
]
resource containerRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (row, i) in matrix.containers: {
    scope: containers[i]
    name: guid(containers[i].id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for row in matrix.queues: { name: '${busName}/${row.on}' }
]
resource queueRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (row, i) in matrix.queues: {
    scope: queues[i]
    name: guid(queues[i].id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource secrets 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = [
  for row in matrix.secrets: { name: '${vaultName}/${row.on}' }
]
resource secretRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (row, i) in matrix.secrets: {
    scope: secrets[i]
    name: guid(secrets[i].id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource hosts 'Microsoft.Storage/storageAccounts@2025-01-01' existing = [
  for row in matrix.hosts: { name: accounts[row.account] }
]
resource hostRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (row, i) in matrix.hosts: {
    scope: hosts[i]
    name: guid(hosts[i].id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource speech 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = { name: speechName }
resource speechRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in matrix.speech: {
    scope: speech
    name: guid(speech.id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource telemetryRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in matrix.telemetry: {
    scope: insights
    name: guid(insights.id, row.who, row.may)
    properties: right(principals[row.who], roles[row.may])
  }
]

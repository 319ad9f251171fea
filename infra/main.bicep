metadata description = 'Hotline on Azure, in one resource group: two rooms, the door between them, and what watches over them.'

@description('The region of everything but Speech.')
param location string = resourceGroup().location

@description('The region of Speech; fast transcription is not in all of them.')
param speechLocation string = location

@description('Copies of data: Standard_ZRS keeps three in three buildings, Standard_LRS in one.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param redundancy string = 'Standard_ZRS'

@description('For how many days the copies of audit events can\'t be changed or deleted by anybody.')
@minValue(1)
param eventsHeldDays int = 1825

@description('For how many days what was deleted can be brought back; a purge is complete after that.')
@minValue(7)
param undeleteDays int = 14

@description('Whether accounts, queues and vault are locked against deletion.')
param lock bool = true

@description('Instances of intake that wait for calls.')
@minValue(0)
param alwaysReady int = 1

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('The most instances of an app; what it costs at worst, and how large a surge may be.')
@minValue(1)
param maximumInstances int = 40

@description('For how many days telemetry is kept.')
param telemetryKeptDays int = 90

@description('The most telemetry that is taken in per day, in GB.')
param telemetryDailyGigabytes int = 2

@description('Whether intake\'s answer is tested from outside.')
param testAvailability bool = true

@description('The most that a month is meant to cost, in the subscription\'s currency; it warns at 80 %.')
param monthlyBudget int

@description('Whom alerts and the budget are sent to.')
@minLength(1)
param operatorEmails string[]

@description('The origin that Twilio calls, such as https://tips.example.org; empty: the app\'s own name.')
param intakeUrl string = ''

@description('The origin that reviewers open; empty: the app\'s own name.')
param reviewUrl string = ''

@description('The client id of the app registration that reviewers sign in to.')
param signInClientId string

@description('The Twilio account, AC….')
param twilioAccountSid string

@description('Its API key for recordings and media, SK….')
param twilioApiKeySid string

@description('Whether the secret on-call-webhook is set: who is told of an urgent tip that nobody has claimed.')
param onCall bool = false

@description('The number that the line calls to check itself, whose TwiML Bin speaks (infra/canary); empty: none is called.')
param canaryNumber string = ''

@description('The number that calls it.')
param canaryFrom string = ''

@description('Review\'s own API key, SK…, with which it texts and calls; its secret is twilio-review-key-secret. Empty: it does neither.')
param twilioReviewKeySid string = ''

@description('More settings of intake by name, such as Hotline__Lines__0__Number.')
param intakeSettings { *: string } = {}

@description('More settings of review by name.')
param reviewSettings { *: string } = {}

// Names are known before anything is there, so that what-if can foresee everything.
var suffix = uniqueString(resourceGroup().id)
var names = {
  workspace: 'hotline-${suffix}'
  insights: 'hotline-${suffix}'
  operators: 'hotline-operators'
  bus: 'hotline-${suffix}'
  vault: 'hotline-${suffix}'
  speech: 'hotline-${suffix}'
  intake: 'hotline-intake-${suffix}'
  review: 'hotline-review-${suffix}'
  intakeData: 'intakedata${suffix}'
  reviewData: 'reviewdata${suffix}'
  intakeHost: 'intakehost${suffix}'
  reviewHost: 'reviewhost${suffix}'
}

var workspaceId = resourceId('Microsoft.OperationalInsights/workspaces', names.workspace)

resource intakeIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = { name: names.intake, location: location }
resource reviewIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = { name: names.review, location: location }

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    workspaceName: names.workspace
    insightsName: names.insights
    operatorsName: names.operators
    keptDays: telemetryKeptDays
    dailyGigabytes: telemetryDailyGigabytes
    operatorEmails: operatorEmails
  }
}

module messaging 'modules/messaging.bicep' = { params: { location: location, name: names.bus } }

module speech 'modules/speech.bicep' = { params: { location: speechLocation, name: names.speech } }

module vault 'modules/vault.bicep' = {
  params: {
    location: location
    name: names.vault
    workspaceId: workspaceId
    secrets: [
      'sealing-public-key'
      'sealing-private-keys'
      'lasting-pepper'
      'twilio-auth-token'
      'twilio-api-key-secret'
      'twilio-review-key-secret'
      'on-call-webhook'
    ]
  }
  dependsOn: [monitoring]
}

module intakeData 'modules/storage.bicep' = {
  params: {
    location: location
    name: names.intakeData
    sku: redundancy
    tables: ['Intake']
    containers: ['evidence', 'line']
    undeleteDays: undeleteDays
    workspaceId: workspaceId
  }
  dependsOn: [monitoring]
}

module reviewData 'modules/storage.bicep' = {
  params: {
    location: location
    name: names.reviewData
    sku: redundancy
    tables: ['Review']
    containers: ['parts', 'events', 'keys']
    immutable: { events: eventsHeldDays }
    forgets: ['parts']
    undeleteDays: undeleteDays
    workspaceId: workspaceId
  }
  dependsOn: [monitoring]
}

module hosts 'modules/storage.bicep' = [
  for name in [names.intakeHost, names.reviewHost]: {
    params: { location: location, name: name, sku: redundancy, containers: ['packages'], versioned: false }
  }
]

module roles 'modules/roles.bicep' = {}

module access 'modules/access.bicep' = {
  params: {
    principals: { intake: intakeIdentity.properties.principalId, review: reviewIdentity.properties.principalId }
    accounts: {
      intakeData: names.intakeData
      reviewData: names.reviewData
      intakeHost: names.intakeHost
      reviewHost: names.reviewHost
    }
    busName: names.bus
    vaultName: names.vault
    speechName: names.speech
    insightsName: names.insights
  }
  dependsOn: [roles, monitoring, messaging, speech, vault, intakeData, reviewData, hosts]
}

var shared = {
  location: location
  busName: names.bus
  vaultUri: 'https://${names.vault}${environment().suffixes.keyvaultDns}/'
  insightsName: names.insights
  instanceMemory: instanceMemory
  maximumInstances: maximumInstances
}

module intake 'modules/intake.bicep' = {
  params: {
    shared: shared
    name: names.intake
    identityName: intakeIdentity.name
    hostStorageName: names.intakeHost
    storageName: names.intakeData
    publicUrl: intakeUrl
    speechEndpoint: speech.outputs.endpoint
    twilioAccountSid: twilioAccountSid
    twilioApiKeySid: twilioApiKeySid
    alwaysReady: alwaysReady
    moreSettings: intakeSettings
  }
  dependsOn: [access]
}

module review 'modules/review.bicep' = {
  params: {
    shared: shared
    name: names.review
    identityName: reviewIdentity.name
    hostStorageName: names.reviewHost
    storageName: names.reviewData
    evidenceStorageName: names.intakeData
    publicUrl: reviewUrl
    signInClientId: signInClientId
    onCall: onCall
    intakeUrl: intake.outputs.url
    twilio: { account: twilioAccountSid, key: twilioReviewKeySid }
    canary: { number: canaryNumber, from: canaryFrom }
    moreSettings: reviewSettings
  }
  dependsOn: [access]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    actionGroupId: resourceId('Microsoft.Insights/actionGroups', names.operators)
    busName: names.bus
    insightsName: names.insights
    appNames: [names.intake, names.review]
    dataAccountNames: [names.intakeData, names.reviewData]
    intakeUrl: intake.outputs.url
    testAvailability: testAvailability
    workspaceName: names.workspace
    canary: !empty(canaryNumber)
  }
  dependsOn: [monitoring, messaging, intakeData, reviewData, review]
}

module workbook 'modules/workbook.bicep' = {
  params: { location: location, insightsName: names.insights }
  dependsOn: [monitoring]
}

module locks 'modules/locks.bicep' = if (lock) {
  params: { dataAccountNames: [names.intakeData, names.reviewData], busName: names.bus, vaultName: names.vault }
  dependsOn: [intakeData, reviewData, messaging, vault]
}

module budget 'modules/budget.bicep' = { params: { monthlyAmount: monthlyBudget, emails: operatorEmails } }

@description('The origin for the webhooks at Twilio.')
output INTAKE_URL string = intake.outputs.url

@description('The origin that reviewers open.')
output REVIEW_URL string = review.outputs.url

@description('The vault whose secrets an operator sets.')
output VAULT_NAME string = names.vault

@description('The app that takes reports.')
output INTAKE_NAME string = names.intake

@description('The app that reviewers use.')
output REVIEW_NAME string = names.review

@description('Intake\'s data account, for the commands that count what it holds.')
output INTAKE_STORAGE string = names.intakeData

@description('Review\'s data account, for the commands that verify, rebuild and count.')
output REVIEW_STORAGE string = names.reviewData

@description('The Service Bus namespace.')
output BUS_NAME string = names.bus

@description('The principal that the app registration must trust.')
output REVIEW_PRINCIPAL_ID string = reviewIdentity.properties.principalId

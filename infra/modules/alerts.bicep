metadata description = 'What calls an operator.'

@description('The region of the availability test\'s own resource.')
param location string

@description('The action group to call.')
param actionGroupId string

@description('The Service Bus namespace.')
param busName string

@description('The Application Insights resource.')
param insightsName string

@description('The function apps.')
param appNames string[]

@description('The storage accounts of both rooms\' data.')
param dataAccountNames string[]

@description('The origin that Twilio calls.')
param intakeUrl string

@description('Whether intake\'s health is asked for from outside every five minutes; some 15 USD a month.')
param testAvailability bool

@description('The Log Analytics workspace.')
param workspaceName string

@description('Whether the line calls itself.')
param canary bool

var taken = ['tips', 'intake', 'review', 'replies', 'rejected']

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = { name: busName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = { name: workspaceName }

// Severity 1: somebody gets up. 2: today.
var door = [
  {
    name: 'dead-letters'
    says: 'A queue has dead letters: what moves them does not run, or they kill it.'
    severity: 1
    on: bus.id
    metric: 'Microsoft.ServiceBus/namespaces/DeadletteredMessages'
    each: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
    is: 'Maximum GreaterThan 0'
  }
  {
    name: 'waiting'
    says: 'Messages have waited for a quarter of an hour: what takes this queue does not run.'
    severity: 1
    on: bus.id
    metric: 'Microsoft.ServiceBus/namespaces/ActiveMessages'
    each: [{ name: 'EntityName', operator: 'Include', values: taken }]
    is: 'Minimum GreaterThan 0'
  }
  {
    name: 'failures'
    says: 'Functions fail more than now and then.'
    severity: 2
    on: insights.id
    metric: 'Microsoft.Insights/components/exceptions/count'
    each: [{ name: 'cloud/roleName', operator: 'Include', values: ['*'] }]
    is: 'Count GreaterThan 10'
  }
]
var errors = map(appNames, name => {
  name: 'errors-${name}'
  says: 'Requests are answered with 5xx: callers go to the fallback at Twilio.'
  severity: 1
  on: resourceId('Microsoft.Web/sites', name)
  metric: 'Microsoft.Web/sites/Http5xx'
  each: []
  is: 'Total GreaterThan 5'
})
var storage = map(dataAccountNames, name => {
  name: 'availability-${name}'
  says: 'Storage refuses requests: callers are recorded at Twilio meanwhile.'
  severity: 1
  on: resourceId('Microsoft.Storage/storageAccounts', name)
  metric: 'Microsoft.Storage/storageAccounts/Availability'
  each: []
  is: 'Average LessThan 99'
})
resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in concat(door, errors, storage): {
    name: 'hotline-${alert.name}'
    location: 'global'
    properties: {
      description: alert.says
      severity: alert.severity
      enabled: true
      scopes: [alert.on]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: join(take(split(alert.metric, '/'), 2), '/')
            metricName: join(skip(split(alert.metric, '/'), 2), '/')
            dimensions: alert.each
            timeAggregation: split(alert.is, ' ')[0]
            operator: split(alert.is, ' ')[1]
            threshold: int(split(alert.is, ' ')[2])
          }
        ]
      }
      actions: [{ actionGroupId: actionGroupId }]
    }
  }
]

// docs/slo.md: 99.9 % each, so a thousandth may miss. A burn of 14 spends the month's budget in two days, one of 6 in five. Both windows must
// burn, so that an alert ends with its cause; a few misses alone wake nobody.
var objectives = [
  { name: 'webhooks', metric: 'hotline.webhooks', says: 'webhooks are answered later than in a second' }
  { name: 'tips', metric: 'hotline.tips', says: 'tips come into review later than within two minutes' }
]
var burns = [
  { name: 'fast', rate: 14, window: 'PT1H', recent: '5m', every: 'PT5M', severity: 1 }
  { name: 'slow', rate: 6, window: 'PT6H', recent: '30m', every: 'PT15M', severity: 2 }
]
var budgets = flatten(map(objectives, objective => map(burns, burn => {
  name: 'slo-${objective.name}-${burn.name}'
  says: 'Too many ${objective.says}: the budget of 0.1 % burns ${burn.rate} times too fast (docs/slo.md).'
  severity: burn.severity
  every: burn.every
  window: burn.window
  query: replace(
    '''
      AppMetrics
      | where Name == 'METRIC'
      | extend Met = tostring(Properties['hotline.within']) == 'true', Recent = TimeGenerated > ago(RECENT)
      | summarize All = sum(Sum), Missed = sumif(Sum, not(Met)), RecentAll = sumif(Sum, Recent), RecentMissed = sumif(Sum, Recent and not(Met))
      | where Missed >= 3 and Missed / All > RATE * 0.001 and RecentMissed / RecentAll > RATE * 0.001
    ''',
    'METRIC', objective.metric)
  recent: burn.recent
  rate: string(burn.rate)
})))

// The events of Review's log (functions/Review/Canary): 660 came whole, 661 came late, 662 was not called.
var canaries = canary ? [
  {
    name: 'canary-late'
    says: 'A call of our own did not come through the whole line in time, or Twilio did not make it.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: 'AppTraces | where toint(Properties[\'hotline.event.id\']) in (661, 662)'
    recent: ''
    rate: ''
  }
  {
    name: 'canary-silent'
    says: 'For three quarters of an hour no call of our own has come through the whole line, and nothing said why.'
    severity: 1
    every: 'PT15M'
    window: 'PT45M'
    query: 'AppTraces | where toint(Properties[\'hotline.event.id\']) == 660 | summarize Came = count() | where Came == 0'
    recent: ''
    rate: ''
  }
] : []

// The events of Intake's log (functions/Intake/Reconciliation): 423 can't be taken, 425 far behind, 428 given up.
var reconciliation = [
  {
    name: 'reconciliation'
    says: 'What lies at Twilio and no webhook brought is not brought by reconciliation either.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: 'AppTraces | where toint(Properties[\'hotline.event.id\']) in (423, 425, 428)'
    recent: ''
    rate: ''
  }
]

// The event of both rooms' log (functions/Platform/Messaging/QueueRun) of a message that the bus does not take back.
var delivery = [
  {
    name: 'held'
    says: 'The bus does not take back what is to be done later: a right is missing, or a queue is disabled, gone or full.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: 'AppTraces | where toint(Properties[\'hotline.event.id\']) == 113'
    recent: ''
    rate: ''
  }
]

// The events of both rooms' logs: 112 a message was rejected (functions/Platform/Messaging/QueueRun), 603 a part could not be judged
// (functions/Review/Acceptance), 604 and 605 a message waits on the page, whoever put it there (functions/Review/Undelivered).
var undelivered = [
  {
    name: 'undelivered'
    says: 'A message waits on the page Undelivered, or a report was accepted that the rules could not read: a person must look.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: 'AppTraces | where toint(Properties[\'hotline.event.id\']) in (112, 603, 604, 605)'
    recent: ''
    rate: ''
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in concat(budgets, canaries, reconciliation, delivery, undelivered): {
    name: 'hotline-${rule.name}'
    location: location
    kind: 'LogAlert'
    properties: {
      displayName: 'hotline-${rule.name}'
      description: rule.says
      severity: rule.severity
      enabled: true
      scopes: [workspace.id]
      evaluationFrequency: rule.every
      windowSize: rule.window
      autoMitigate: true
      skipQueryValidation: true // The tables are there once something was written to them.
      criteria: {
        allOf: [
          {
            query: replace(replace(rule.query, 'RECENT)', '${rule.recent})'), 'RATE', rule.rate)
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [actionGroupId] }
    }
  }
]

resource health 'Microsoft.Insights/webtests@2022-06-15' = if (testAvailability) {
  name: 'hotline-health'
  location: location
  tags: { 'hidden-link:${insights.id}': 'Resource' }
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'hotline-health'
    Name: 'Intake is ready'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: map(['us-va-ash-azr', 'us-ca-sjc-azr', 'us-tx-sn1-azr'], place => { Id: place })
    Request: { RequestUrl: '${intakeUrl}/health/ready', HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2018-03-01' = if (testAvailability) {
  name: 'hotline-unreachable'
  location: 'global'
  properties: {
    description: 'Intake is not ready, or does not answer, from two places.'
    severity: 1
    enabled: true
    scopes: [health.id, insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

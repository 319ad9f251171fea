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

@description('Whether a call without a signature is made from outside every five minutes, which must be refused; some 15 USD a month.')
param testAvailability bool

// Nobody takes `replies` yet.
var taken = ['tips', 'intake', 'review', 'rejected']

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = { name: busName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

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
// How soon a call is answered, a tip open, a part accepted: rows of their own once they are measured.
var objectives = []

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in concat(door, errors, storage, objectives): {
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

// Until there is a page for it: a call without a signature must come as far as the worker and be refused there.
resource unsigned 'Microsoft.Insights/webtests@2022-06-15' = if (testAvailability) {
  name: 'hotline-unsigned-call'
  location: location
  tags: { 'hidden-link:${insights.id}': 'Resource' }
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'hotline-unsigned-call'
    Name: 'An unsigned call is refused'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: map(['us-va-ash-azr', 'us-ca-sjc-azr', 'us-tx-sn1-azr'], place => { Id: place })
    Request: { RequestUrl: '${intakeUrl}/twilio/voice/answer', HttpVerb: 'POST', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 403, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2018-03-01' = if (testAvailability) {
  name: 'hotline-unreachable'
  location: 'global'
  properties: {
    description: 'Intake does not answer from two places.'
    severity: 1
    enabled: true
    scopes: [unsigned.id, insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: unsigned.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

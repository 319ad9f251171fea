metadata description = 'The door between the rooms: Service Bus and its queues.'

@description('The region.')
param location string

@description('The name of the namespace.')
param name string

// What is lost in a queue is lost: no time-to-live (the default is none), and no duplicate detection, which drops a redriven
// message silently.
var queues = ['tips', 'intake', 'review', 'replies', 'rejected']

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  sku: { name: 'Standard', tier: 'Standard' } // Premium alone has private endpoints, at some 700 USD a month.
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }

  resource queue 'queues' = [
    for queue in queues: {
      name: queue
      properties: {
        maxDeliveryCount: 10
        lockDuration: 'PT1M' // The trigger renews it while a function runs.
        maxSizeInMegabytes: 5120
        requiresDuplicateDetection: false
      }
    }
  ]
}

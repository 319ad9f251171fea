metadata description = 'A storage account without keys: its tables, its containers, and how long what was deleted can be brought back.'

@description('The region.')
param location string

@description('The name of the account.')
param name string

@description('Standard_LRS keeps three copies in one building, Standard_ZRS in three.')
param sku string

@description('Its tables.')
param tables string[] = []

@description('Its containers.')
param containers string[]

@description('Whether each overwriting keeps the version before it, and deletions can be undone.')
param versioned bool = true

@description('How long a deleted blob, version or container can be brought back; a purge is complete after that.')
@minValue(1)
@maxValue(365)
param undeleteDays int = 14

@description('Containers in which nothing can be changed or deleted, and for how many days each blob is held.')
param immutable { *: int } = {}

@description('Containers in which what was deleted stays deleted: its versions go too, once they can be brought back no more.')
param forgets string[] = []

@description('The workspace that is told who read and deleted what; none where this is empty.')
param workspaceId string = ''

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: versioned
      deleteRetentionPolicy: versioned ? { enabled: true, days: undeleteDays } : { enabled: false }
      containerDeleteRetentionPolicy: versioned ? { enabled: true, days: undeleteDays } : { enabled: false }
    }

    resource container 'containers' = [for container in containers: { name: container }]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [for table in tables: { name: table }]
  }
}

// Not locked yet: locking can't be undone, and is done by hand (see the README).
resource policies 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-01-01' = [
  for policy in items(immutable): {
    name: '${account.name}/default/${policy.key}/default'
    properties: {
      immutabilityPeriodSinceCreationInDays: policy.value
      allowProtectedAppendWrites: false
    }
    dependsOn: [account::blobs::container]
  }
]

// A version is made by a deletion alone: nothing in these containers is written twice.
resource rules 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = if (!empty(forgets)) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'forget'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: map(forgets, container => '${container}/') }
            actions: { version: { delete: { daysAfterCreationGreaterThan: undeleteDays } } }
          }
        }
      ]
    }
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: account::blobs
  name: 'reads-and-deletes'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageRead', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

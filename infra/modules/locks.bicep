metadata description = 'Locks on what can\'t be made again: whoever wants to delete it must take the lock away first.'

@description('The storage accounts of both rooms\' data.')
param dataAccountNames string[]

@description('The Service Bus namespace.')
param busName string

@description('The Key Vault.')
param vaultName string

var reason = 'Holds what reporters gave us.'

resource accounts 'Microsoft.Storage/storageAccounts@2025-01-01' existing = [for name in dataAccountNames: { name: name }]
resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = { name: busName }
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: vaultName }

resource accountLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for i in range(0, length(dataAccountNames)): {
    scope: accounts[i]
    name: 'keep'
    properties: { level: 'CanNotDelete', notes: reason }
  }
]

resource busLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: bus
  name: 'keep'
  properties: { level: 'CanNotDelete', notes: reason }
}

resource vaultLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vault
  name: 'keep'
  properties: { level: 'CanNotDelete', notes: reason }
}

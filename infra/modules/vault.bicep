metadata description = 'Key Vault: the secrets that app settings refer to.'

@description('The region.')
param location string

@description('The name of the vault.')
param name string

@description('The names of the secrets.')
param secrets string[]

@description('The workspace that is told who read which secret.')
param workspaceId string

@description('What a secret holds until an operator sets it: nobody knows it, so that it opens nothing and signs nothing.')
@secure()
param unset string = newGuid()

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true // Who loses the private key loses every tip.
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Enabled'
  }
}

// Made once, so that rights on each can be given. No deployment ever knows or changes a value.
@onlyIfNotExists()
resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = [
  for name in secrets: {
    parent: vault
    name: name
    properties: { value: unset }
  }
]

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

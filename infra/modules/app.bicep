metadata description = 'A function app on Flex Consumption, as both rooms are.'

@description('The region.')
param location string

@description('The name of the app.')
param name string

@description('The service in azure.yaml whose package it runs.')
param service string

@description('The name of its identity.')
param identityName string

@description('The storage account that its host keeps for itself.')
param hostStorageName string

@description('The Service Bus namespace.')
param busName string

@description('The Application Insights resource.')
param insightsName string

@description('The origin that the world calls, where that is not the app\'s own name.')
param publicUrl string

@description('Memory of an instance, in MB: 512, 2048 or 4096.')
param instanceMemory int

@description('The longest request body, in MB. The Functions host holds each whole, in some five times its size of memory and in a temporary file.')
param maxBodyMegabytes int

@description('The most instances there may be.')
param maximumInstances int

@description('Instances that wait for requests, so that nobody meets a cold start.')
param alwaysReady int

@description('The settings of its room.')
param settings { *: string }

@description('The functions of the other room: the package holds both.')
param disabled string[]

// The longest bodies that an instance may hold at once, at six times their size, stay under half of its memory. By default it takes memory / 128.
var httpConcurrency = min(instanceMemory / 128, (instanceMemory / 2 - 1) / (maxBodyMegabytes * 6))

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: hostStorageName }

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  tags: { 'azd-service-name': service }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identity.id
    siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', http20Enabled: true, remoteDebuggingEnabled: false }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}packages'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady > 0 ? [{ name: 'http', instanceCount: alwaysReady }] : []
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }

  // Packages come by Entra ID: no user names and passwords.
  resource noFtp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
  resource noScm 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      settings,
      toObject(disabled, function => 'AzureWebJobs.${function}.Disabled', function => 'true'),
      {
        FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: string(maxBodyMegabytes * 1000000)
        AzureWebJobsDisableHomepage: 'true'
        Hotline__PublicUrl: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
        ServiceBus__fullyQualifiedNamespace: '${busName}.servicebus.windows.net'
        ServiceBus__credential: 'managedidentity'
        ServiceBus__clientId: identity.properties.clientId
        AzureWebJobsStorage__accountName: storage.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        AZURE_CLIENT_ID: identity.properties.clientId // By which DefaultAzureCredential knows the identity.
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString // Opens nothing: local authentication is off.
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      }
    )
  }
}

@description('The origin at which it is reached.')
output url string = empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl

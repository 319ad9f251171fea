metadata description = 'Azure AI Speech, which turns recordings into words. Nothing stays there.'

@description('The region; fast transcription is not in all of them.')
param location string

@description('The name of the resource and its subdomain, without which no identity can sign in to it.')
param name string

resource speech 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  kind: 'SpeechServices'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

@description('Its endpoint.')
output endpoint string = speech.properties.endpoint

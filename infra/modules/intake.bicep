metadata description = 'The public room: answers Twilio, adds to tips, reads none.'

import { Shared } from 'types.bicep'
import { reviewFunctions } from 'functions.bicep'

@description('What both rooms are given.')
param shared Shared

@description('The name of the app.')
param name string

@description('The name of its identity.')
param identityName string

@description('The storage account that its host keeps for itself.')
param hostStorageName string

@description('The storage account of its table and of the evidence.')
param storageName string

@description('The origin that Twilio calls, where that is not the app\'s own name; signatures cover it.')
param publicUrl string

@description('The Speech resource\'s endpoint; empty: Twilio transcribes.')
param speechEndpoint string

@description('The Twilio account, AC….')
param twilioAccountSid string

@description('Its API key for recordings and media, SK…; the key\'s secret is in the vault.')
param twilioApiKeySid string

@description('Instances that wait for calls.')
param alwaysReady int

@description('More settings, such as Hotline__Lines__0__Number: see the README\'s table.')
param moreSettings { *: string }

module app 'app.bicep' = {
  params: {
    location: shared.location
    name: name
    service: 'intake'
    identityName: identityName
    hostStorageName: hostStorageName
    busName: shared.busName
    insightsName: shared.insightsName
    publicUrl: publicUrl
    instanceMemory: shared.instanceMemory
    maxBodyMegabytes: 8 // A form without scripts, and what is around it; slices have one megabyte.
    maximumInstances: shared.maximumInstances
    alwaysReady: alwaysReady
    disabled: reviewFunctions
    settings: union(moreSettings, {
      Hotline__Room: 'Intake'
      Hotline__Storage__AccountName: storageName
      Hotline__Storage__Line: 'line'
      Hotline__SealingKeys: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/sealing-public-key)'
      Hotline__Twilio__AccountSid: twilioAccountSid
      Hotline__Twilio__AuthTokens__0: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/twilio-auth-token)'
      Hotline__Twilio__ApiKeySid: twilioApiKeySid
      Hotline__Twilio__ApiKeySecret: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/twilio-api-key-secret)'
      Hotline__Speech__Endpoint: speechEndpoint
    })
  }
}

@description('The origin that Twilio calls.')
output url string = app.outputs.url

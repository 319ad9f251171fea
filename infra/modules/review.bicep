metadata description = 'The private room: opens tips and shows them to reviewers who have signed in.'

import { Shared } from 'types.bicep'
import { intakeFunctions } from 'functions.bicep'

@description('What both rooms are given.')
param shared Shared

@description('The name of the app.')
param name string

@description('The name of its identity.')
param identityName string

@description('The storage account that its host keeps for itself.')
param hostStorageName string

@description('The storage account of its table, parts and events.')
param storageName string

@description('Intake\'s storage account, of which it reads the evidence.')
param evidenceStorageName string

@description('The origin that reviewers open, where that is not the app\'s own name.')
param publicUrl string

@description('The client id of the app registration that reviewers sign in to.')
param signInClientId string

@description('Whether the secret on-call-webhook names who is told of an urgent tip that nobody has claimed.')
param onCall bool

@description('Intake\'s origin, which answers the call of our own and is told how far a text got.')
param intakeUrl string

@description('The Twilio account, and Review\'s own API key, which texts and calls; an empty key: nobody is texted or called.')
param twilio { account: string, key: string }

@description('The call of our own: the number called (empty: none), and who calls.')
param canary { number: string, from: string }

@description('More settings: see the README\'s table.')
param moreSettings { *: string }

var issuer = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
var assertion = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }

module app 'app.bicep' = {
  params: {
    location: shared.location
    name: name
    service: 'review'
    identityName: identityName
    hostStorageName: hostStorageName
    busName: shared.busName
    insightsName: shared.insightsName
    publicUrl: publicUrl
    instanceMemory: shared.instanceMemory
    maxBodyMegabytes: 1
    maximumInstances: shared.maximumInstances
    alwaysReady: 0
    disabled: intakeFunctions
    settings: union(
      moreSettings,
      {
        Hotline__Room: 'Review'
        Hotline__Storage__AccountName: storageName
        Hotline__EvidenceStorage__AccountName: evidenceStorageName
        Hotline__EvidenceStorage__Line: 'line'
        Hotline__SealingKeys: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/sealing-private-keys)'
        Hotline__Review__Pepper: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/lasting-pepper)'
        Hotline__Outreach__IntakeUrl: intakeUrl
        Hotline__SignIn__Issuer: issuer
        Hotline__SignIn__Audience: signInClientId
        '${assertion}': identity.properties.clientId
      },
      onCall ? { Hotline__OnCall__Steps__0__Webhook: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/on-call-webhook)' } : {},
      !empty(canary.number) ? {
        Hotline__Canary__Number: canary.number
        Hotline__Canary__From: canary.from
        Hotline__Canary__Intake: intakeUrl
      } : {},
      !empty(twilio.key) ? {
        Hotline__Twilio__AccountSid: twilio.account
        Hotline__Twilio__ApiKeySid: twilio.key
        Hotline__Twilio__ApiKeySecret: '@Microsoft.KeyVault(SecretUri=${shared.vaultUri}secrets/twilio-review-key-secret)'
      } : {}
    )
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' existing = {
  name: name

  // Nothing is answered before somebody has signed in; who may do what, the app reads from the signed token itself.
  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true, runtimeVersion: '~1' }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
      }
      httpSettings: { requireHttps: true }
      login: {
        cookieExpiration: { convention: 'FixedTime', timeToExpiration: '08:00:00' }
        tokenStore: { enabled: true, tokenRefreshExtensionHours: 0 } // The page renews the hour's token, not the session.
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: signInClientId
            openIdIssuer: issuer
            clientSecretSettingName: assertion // The app's identity vouches for it: there is no secret that could run out.
          }
          login: { loginParameters: ['scope=openid profile email offline_access'] }
          validation: { allowedAudiences: [signInClientId] }
        }
      }
    }
    dependsOn: [app]
  }
}

@description('The origin that reviewers open.')
output url string = app.outputs.url

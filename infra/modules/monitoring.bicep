metadata description = 'Where telemetry goes, and who is told: Log Analytics, Application Insights, an action group.'

@description('The region.')
param location string

@description('The name of the Log Analytics workspace.')
param workspaceName string

@description('The name of the Application Insights resource.')
param insightsName string

@description('The name of the action group.')
param operatorsName string

@description('How long telemetry is kept.')
@minValue(30)
@maxValue(730)
param keptDays int

@description('The most that is taken in per day, in GB. Past it only metrics alert: rather too high than too low.')
param dailyGigabytes int

@description('Whom alerts are sent to.')
param operatorEmails string[]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: keptDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true // The connection string names the place and opens nothing.
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: operatorsName
  location: 'global'
  properties: {
    enabled: true
    groupShortName: 'hotline'
    emailReceivers: [
      for (email, i) in operatorEmails: { name: 'operator-${i}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

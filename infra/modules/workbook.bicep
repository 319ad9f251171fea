metadata description = 'The workbook in which an operator sees what happens.'

@description('The region.')
param location string

@description('The Application Insights resource that it asks.')
param insightsName string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insights.id, 'what-happens')
  location: location
  kind: 'shared'
  properties: {
    displayName: 'Hotline: what happens'
    category: 'workbook'
    sourceId: insights.id
    serializedData: loadTextContent('../workbook.json')
  }
}

metadata description = 'A budget: it warns, and stops nothing.'

@description('The most that a month is meant to cost, in the subscription\'s currency.')
param monthlyAmount int

@description('Whom it warns.')
param emails string[]

@description('The first of the month from which it counts.')
param from string = utcNow('yyyy-MM-01')

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'hotline'
  properties: {
    category: 'Cost'
    amount: monthlyAmount
    timeGrain: 'Monthly'
    timePeriod: { startDate: from }
    notifications: {
      spent: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 80, thresholdType: 'Actual', contactEmails: emails }
      foreseen: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 110, thresholdType: 'Forecasted', contactEmails: emails }
    }
  }
}

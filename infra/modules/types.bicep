@export()
@description('What both rooms are given.')
type Shared = {
  @description('The region.')
  location: string

  @description('The Service Bus namespace.')
  busName: string

  @description('The address of the Key Vault, with a slash at its end.')
  vaultUri: string

  @description('The Application Insights resource.')
  insightsName: string

  @description('Memory of an instance, in MB.')
  instanceMemory: int

  @description('The most instances of an app.')
  maximumInstances: int
}

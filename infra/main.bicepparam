using 'main.bicep'

// azd names its environment; `staging` and `production` are the two that are kept apart here.
var isProduction = readEnvironmentVariable('AZURE_ENV_NAME', 'staging') == 'production'

// What production has and staging saves.
param redundancy = isProduction ? 'Standard_ZRS' : 'Standard_LRS'
param eventsHeldDays = isProduction ? 1825 : 1
param lock = isProduction
param alwaysReady = isProduction ? 1 : 0
param telemetryKeptDays = isProduction ? 90 : 30
param telemetryDailyGigabytes = isProduction ? 2 : 1
param testAvailability = isProduction
param monthlyBudget = isProduction ? 300 : 50

// What is this installation's own: `azd env set NAME VALUE`.
param operatorEmails = split(readEnvironmentVariable('HOTLINE_OPERATORS'), ',')
param signInClientId = readEnvironmentVariable('HOTLINE_SIGN_IN_CLIENT_ID')
param twilioAccountSid = readEnvironmentVariable('HOTLINE_TWILIO_ACCOUNT_SID')
param twilioApiKeySid = readEnvironmentVariable('HOTLINE_TWILIO_API_KEY_SID')
param intakeUrl = readEnvironmentVariable('HOTLINE_INTAKE_URL', '')
param reviewUrl = readEnvironmentVariable('HOTLINE_REVIEW_URL', '')
param onCall = bool(readEnvironmentVariable('HOTLINE_ON_CALL', 'false'))
param canaryNumber = readEnvironmentVariable('HOTLINE_CANARY_NUMBER', '')
param canaryFrom = readEnvironmentVariable('HOTLINE_CANARY_FROM', '')
param twilioReviewKeySid = readEnvironmentVariable('HOTLINE_TWILIO_REVIEW_KEY_SID', '')

namespace Hotline.Local.Twilio.Account;

/// <summary>Is told of a conversation while it goes.</summary>
/// <param name="Line">Each line.</param>
/// <param name="Exchange">Each request, once it was answered or given up.</param>
/// <param name="Error">What the account's debugger shows.</param>
internal sealed record Listener(
    Action<ConversationLine>? Line, Action<WebhookExchange>? Exchange = null, Action<TwilioError>? Error = null);

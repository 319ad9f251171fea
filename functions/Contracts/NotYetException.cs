namespace Hotline.Contracts;

/// <summary>Something is not there yet and will be: media that Twilio is still writing.</summary>
public sealed class NotYetException(string reason) : Exception(reason);

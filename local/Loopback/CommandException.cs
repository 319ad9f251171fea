namespace Hotline.Local.Loopback;

/// <summary>A command can't be carried out; the message says what to do.</summary>
internal sealed class CommandException(string reason) : Exception(reason);

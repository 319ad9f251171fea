namespace Hotline.Contracts;

/// <summary>
/// A message is of a version that this code does not know: the other room, or the next instance of this one, was upgraded first. It is well
/// formed and waits until this one is too.
/// </summary>
public sealed class NewerVersionException(string reason) : FormatException(reason);

namespace Hotline.Review.Ledger;

/// <summary>An act can't be done on the tip as it stands; its message says why, and nothing was written.</summary>
public sealed class ConflictException(string reason) : Exception(reason);

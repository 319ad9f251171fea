namespace Hotline.Platform.Storage;

/// <summary>A row does not hold what we ever wrote there: somebody changed it. The audit names it.</summary>
public sealed class AlteredException(string reason, Exception? cause = null) : FormatException(reason, cause);

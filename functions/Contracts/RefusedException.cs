namespace Hotline.Contracts;

/// <summary>A message can't be opened, parsed or done, now or ever; its message becomes the reason in <c>rejected</c>.</summary>
public class RefusedException(string reason, Exception? cause = null) : Exception(reason, cause);

namespace Hotline.Local.FunctionsHost;

/// <summary>The worker ended before it answered.</summary>
internal sealed class WorkerLostException() : IOException("The worker ended before it answered.");

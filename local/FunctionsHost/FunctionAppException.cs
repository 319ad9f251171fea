namespace Hotline.Local.FunctionsHost;

/// <summary>A function app can't start; the message is one sentence that says what to do.</summary>
internal sealed class FunctionAppException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

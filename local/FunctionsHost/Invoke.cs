using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>Runs an invocation of a function to its end.</summary>
/// <param name="function">The function's name.</param>
/// <param name="invocation">What its trigger brings.</param>
/// <returns>Whether it succeeded.</returns>
internal delegate Task<bool> Invoke(string function, InvocationRequest invocation, CancellationToken stop);

using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>Runs an invocation of a function to its end.</summary>
/// <param name="function">The function's name.</param>
/// <param name="invocation">What its trigger brings.</param>
/// <param name="stop">Gives up the wait for a worker; what runs already is not touched.</param>
/// <returns>Whether it succeeded.</returns>
internal delegate Task<bool> Invoke(string function, InvocationRequest invocation, CancellationToken stop);

using System.Net;
using System.Net.Sockets;
using Hotline.Probe;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (Environment.GetEnvironmentVariable("Probe__Complaint") is { } complaint)
{
    await Console.Error.WriteLineAsync(complaint);
    return 3;
}

// Someone else was quicker at the port, the first time.
if (Environment.GetEnvironmentVariable("Probe__PortTakenOnce") is { } mark && !File.Exists(mark))
{
    await File.WriteAllTextAsync(mark, "");
    using var quicker = new TcpListener(IPAddress.Loopback, 0);
    quicker.Start();
    new TcpListener((IPEndPoint)quicker.LocalEndpoint).Start();
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
builder.Services.AddSingleton<Board>();

await builder.Build().RunAsync();
return 0;

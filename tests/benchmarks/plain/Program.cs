// The plain version in C#: call metadata in Table Storage, transcripts and texts on Service Bus. Nothing is sealed, a repeated webhook
// counts twice, and what one of the two services did not take is lost or half there.
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plain;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<CheckSignature>();
builder.Services
    .AddSingleton(_ => new TableClient(Setting("STORAGE"), Setting("STORE")))
    .AddSingleton(_ => new ServiceBusClient(Setting("SERVICE_BUS")))
    .AddSingleton(services => services.GetRequiredService<ServiceBusClient>().CreateSender(Setting("STORE")));
builder.Build().Run();

string Setting(string name) => builder.Configuration[name] ?? throw new InvalidOperationException($"Set {name}.");

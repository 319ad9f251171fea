using System.Diagnostics;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

/// <summary>
/// Loaded into a worker by DOTNET_STARTUP_HOOKS, for the tests of tests: it makes the worker a worse one, which no setting of the app
/// could. By itself it puts a sealer in that seals nothing.
/// </summary>
internal static class StartupHook
{
    /// <summary>The environment variable that says what to make worse.</summary>
    public const string Variable = "HOTLINE_TEST_HOOK";

    /// <summary>State and announcement are stored in two transactions, one after the other.</summary>
    public const string SplitsTransactions = "split";

    /// <summary>The worker is of the next version: it writes envelopes of the schema after this one, and reads both.</summary>
    public const string IsNext = "next";

    /// <summary>The worker dies when it is about to send its first message, whose row is stored.</summary>
    public const string DiesBeforeSending = "before-send";

    /// <summary>The worker dies when its first message is on the bus, before anybody is answered.</summary>
    public const string DiesAfterSending = "after-send";

    /// <summary>Called by the runtime before the worker's own start.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) == IsNext)
            Envelope.Usual = ++Envelope.Newest;
        else
            DiagnosticListener.AllListeners.Subscribe(new Listeners());
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(new Building());
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Building : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
                builder.ConfigureServices(services =>
                {
                    if (Environment.GetEnvironmentVariable(Variable) == SplitsTransactions)
                    {
                        services.AddSingleton<TableClient>(provider => new SplittingTable(StorageClients.Table(
                            provider.GetRequiredService<IOptions<StorageOptions>>().Value, "Intake")));
                        return;
                    }

                    if (Environment.GetEnvironmentVariable(Variable) is DiesBeforeSending or DiesAfterSending)
                    {
                        var bus = (ServiceBusClient)services.Last(service => service.ServiceType == typeof(ServiceBusClient)).ImplementationInstance!;
                        services.AddSingleton<ServiceBusClient>(new DyingBus(bus));
                        return;
                    }

                    services.AddSingleton<ISealer, NoSealer>();
                    services.AddSingleton<IBlobSealer, NoSealer>();
                });
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class DyingBus(ServiceBusClient bus) : ServiceBusClient
    {
        public override ServiceBusSender CreateSender(string queueOrTopicName) => new DyingSender(bus.CreateSender(queueOrTopicName));
    }

    private sealed class DyingSender(ServiceBusSender sender) : ServiceBusSender
    {
        public override async Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            if (Environment.GetEnvironmentVariable(Variable) == DiesAfterSending)
                await sender.SendMessageAsync(message, cancellationToken);
            Process.GetCurrentProcess().Kill();
        }

        public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
            sender.CreateMessageBatchAsync(cancellationToken);

        public override async Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
        {
            if (Environment.GetEnvironmentVariable(Variable) == DiesAfterSending)
                await sender.SendMessagesAsync(messageBatch, cancellationToken);
            Process.GetCurrentProcess().Kill();
        }
    }

    // As if nobody had thought of it: a crash between the two leaves a state that nobody is told of.
    private sealed class SplittingTable(TableClient table) : TableClient
    {
        public override string Name => table.Name;

        public override async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
            IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        {
            var announced = transactionActions.ToLookup(action => action.Entity.RowKey.StartsWith("outbox|", StringComparison.Ordinal));
            if (!announced[true].Any() || !announced[false].Any())
                return await table.SubmitTransactionAsync(transactionActions, cancellationToken);
            var stored = new Queue<Response>((await table.SubmitTransactionAsync(announced[false], cancellationToken)).Value);
            await Task.Delay(3000, cancellationToken);
            var second = await table.SubmitTransactionAsync(announced[true], cancellationToken);
            var sent = new Queue<Response>(second.Value);
            return Response.FromValue<IReadOnlyList<Response>>(
                [.. transactionActions.Select(action => (announced[true].Contains(action) ? sent : stored).Dequeue())], second.GetRawResponse());
        }

        public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
            string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
            table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken);

        public override Task<Response<T>> GetEntityAsync<T>(
            string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
            table.GetEntityAsync<T>(partitionKey, rowKey, select, cancellationToken);

        public override AsyncPageable<T> QueryAsync<T>(
            string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null,
            CancellationToken cancellationToken = default) =>
            table.QueryAsync<T>(filter, maxPerPage, select, cancellationToken);

        public override AsyncPageable<T> QueryAsync<T>(
            System.Linq.Expressions.Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null,
            CancellationToken cancellationToken = default) =>
            table.QueryAsync(filter, maxPerPage, select, cancellationToken);

        public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
            table.AddEntityAsync(entity, cancellationToken);

        public override Task<Response> UpsertEntityAsync<T>(
            T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
            table.UpsertEntityAsync(entity, mode, cancellationToken);

        public override Task<Response> UpdateEntityAsync<T>(
            T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
            table.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken);

        public override Task<Response> DeleteEntityAsync(
            string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
            table.DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken);
    }

    private sealed class NoSealer : ISealer, IBlobSealer
    {
        public string Seal(SealHeader header, ReadOnlySpan<byte> content) => Encoding.UTF8.GetString(content);

        public Stream Seal(Stream content, IDictionary<string, string> metadata) => content;
    }
}

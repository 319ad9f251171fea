using System.Security.Cryptography;
using Hotline.Platform.Http;
using Hotline.Platform.Settings;
using Hotline.Rooms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Hosting;

/// <summary>A room's container as the worker builds it, from settings that open nothing.</summary>
internal sealed class RoomContainer : IDisposable
{
    private static readonly RSA Key = RSA.Create(2048);
    private readonly ServiceProvider provider;

    /// <summary>Builds it, and validates every registration and scope.</summary>
    public RoomContainer(Room room)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        var before = builder.Services.Count;
        builder.Configuration.AddInMemoryCollection(
            Settings(room).Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":"), (string?)pair.Value)));
        builder.Services.AddHosting(builder.Configuration);
        _ = room == Room.Intake
            ? builder.Services.AddIntakeRoom(builder.Configuration)
            : builder.Services.AddReviewRoom(builder.Configuration);
        Registered = [.. builder.Services.Skip(before)];
        provider = builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>What the room registers, beyond what the worker brings.</summary>
    public IReadOnlyList<ServiceDescriptor> Registered { get; }

    /// <summary>The classes of all functions, by the function's name.</summary>
    public static IReadOnlyDictionary<string, Type> Functions { get; } = (
        from type in typeof(FunctionRoutes).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttributes(typeof(FunctionAttribute), false).Cast<FunctionAttribute>().FirstOrDefault()
        where function is not null
        select (function.Name, type)).ToDictionary(pair => pair.Name, pair => pair.type);

    /// <summary>The settings that each room needs at least.</summary>
    public static Dictionary<string, string> Settings(Room room) => new(room == Room.Intake
        ? new Dictionary<string, string>
        {
            ["Hotline__SealingKeys"] = Key.ExportSubjectPublicKeyInfoPem(),
            ["Hotline__Twilio__AccountSid"] = "AC00000000000000000000000000000001",
            ["Hotline__Twilio__AuthTokens__0"] = "token",
            ["Hotline__Twilio__ApiKeySid"] = "SK00000000000000000000000000000003",
            ["Hotline__Twilio__ApiKeySecret"] = "secret",
        }
        : new Dictionary<string, string>
        {
            ["Hotline__SealingKeys"] = Key.ExportPkcs8PrivateKeyPem(),
            ["Hotline__Review__Pepper"] = Convert.ToBase64String(new byte[32]),
            ["Hotline__SignIn__Issuer"] = "https://login.example.org/",
            ["Hotline__SignIn__Audience"] = "hotline",
        })
    {
        ["Hotline__Room"] = $"{room}",
        ["Hotline__PublicUrl"] = "https://tips.example.org",
        ["Hotline__Storage__ConnectionString"] = "UseDevelopmentStorage=true",
        ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=all;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true",
    };

    /// <summary>A service; null where the room has none.</summary>
    public object? Find(Type type)
    {
        using var scope = provider.CreateScope();
        return scope.ServiceProvider.GetService(type);
    }

    /// <summary>Makes a function's class, as the worker does for an invocation; null where the room lacks what it needs.</summary>
    public object? Make(Type function)
    {
        if (function is { IsAbstract: true, IsSealed: true })
            return function; // A static class needs nothing of a room.
        using var scope = provider.CreateScope();
        try
        {
            return ActivatorUtilities.CreateInstance(scope.ServiceProvider, function);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Unable to resolve service", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public void Dispose() => provider.DisposeAsync().AsTask().GetAwaiter().GetResult();
}

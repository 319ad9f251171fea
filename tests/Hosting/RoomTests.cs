using Hotline.Platform.Http;
using Hotline.Platform.Sealing;
using Hotline.Platform.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Hosting;

/// <summary>What exists in each room, by building its container.</summary>
public sealed class RoomTests
{
    // Made anywhere, since they ask for nothing of their room: what they do, the other room could do too. They are off there all the same.
    private static readonly string[] HoldNothing =
        ["MoveIntakeDeadLetters", "MoveReplyDeadLetters", "MoveReviewDeadLetters", "MoveTipDeadLetters", "OpenConsole",
            "ServeConsoleAsset"];

    [Theory]
    [InlineData("Intake", "Hotline.Review")]
    [InlineData("Review", "Hotline.Intake")]
    public void Nothing_of_the_other_room_exists(string room, string other)
    {
        using var container = new RoomContainer(Enum.Parse<Room>(room));
        Assert.Empty(Breaches(container.Registered, other));
        Assert.All(
            typeof(FunctionRoutes).Assembly.GetTypes().Where(type => IsOf(type, other) && !type.ContainsGenericParameters),
            type => Assert.Null(container.Find(type)));
    }

    [Theory]
    [InlineData("Intake")]
    [InlineData("Review")]
    public void A_worker_has_no_minimum_data_rate_of_its_own(string room)
    {
        using var container = new RoomContainer(Enum.Parse<Room>(room));
        var kestrel = (IOptions<KestrelServerOptions>)container.Find(typeof(IOptions<KestrelServerOptions>))!;
        Assert.Null(kestrel.Value.Limits.MinRequestBodyDataRate);
    }

    [Fact]
    public void A_service_of_the_other_room_is_seen_however_it_is_registered()
    {
        using var intake = new RoomContainer(Room.Intake);
        ServiceDescriptor[] strays =
        [
            ServiceDescriptor.Singleton<Review.NumberSource>(_ => null!),
            ServiceDescriptor.Singleton<object, Review.NumberSource>(),
            ServiceDescriptor.Singleton(typeof(IList<Review.NumberSource>), _ => null!),
        ];
        Assert.All(strays, stray => Assert.Single(Breaches([.. intake.Registered, stray], "Hotline.Tests.Hosting.Review")));
    }

    [Fact]
    public void Intake_has_nothing_that_opens()
    {
        using var intake = new RoomContainer(Room.Intake);
        Assert.Null(intake.Find(typeof(Opener)));
        Assert.Null(intake.Find(typeof(BlobKeyUnwrapper)));
        Assert.DoesNotContain(
            intake.Registered, service => Names(service).Any(type => type == typeof(Opener) || type == typeof(BlobKeyUnwrapper)));
        using var review = new RoomContainer(Room.Review);
        Assert.NotNull(review.Find(typeof(Opener)));
    }

    [Theory]
    [InlineData("Intake", "Hotline.Review")]
    [InlineData("Review", "Hotline.Intake")]
    public void A_room_can_make_its_own_functions_and_none_of_the_other_that_holds_anything(string room, string other)
    {
        using var container = new RoomContainer(Enum.Parse<Room>(room));
        Assert.All(RoomContainer.Functions, function => Assert.True(
            container.Make(function.Value) is not null == (!IsOf(function.Value, other) || HoldNothing.Contains(function.Key)),
            $"{room} and {function.Key}"));
    }

    private static IEnumerable<ServiceDescriptor> Breaches(IEnumerable<ServiceDescriptor> services, string room) =>
        services.Where(service => Names(service).Any(type => IsOf(type, room)));

    private static IEnumerable<Type> Names(ServiceDescriptor service)
    {
        Type?[] named = service.IsKeyedService
            ? [service.ServiceType, service.KeyedImplementationType]
            : [service.ServiceType, service.ImplementationType, service.ImplementationInstance?.GetType()];
        return named.OfType<Type>().SelectMany(type => type.GetGenericArguments().Prepend(type));
    }

    private static bool IsOf(Type type, string room) =>
        type.Namespace is { } name && (name == room || name.StartsWith($"{room}.", StringComparison.Ordinal));
}

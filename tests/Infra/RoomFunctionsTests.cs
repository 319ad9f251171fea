using Hotline.Platform.Settings;
using Hotline.Tests.Hosting;

namespace Hotline.Tests.Infra;

/// <summary>The functions that a deployment leaves on in an app, against what the app's room can make.</summary>
[Collection(nameof(Deployments))]
public sealed class RoomFunctionsTests(Deployments deployments)
{
    [Theory]
    [InlineData("Intake")]
    [InlineData("Review")]
    public void What_is_on_can_be_made_and_what_is_off_is_the_other_rooms(string room)
    {
        using var container = new RoomContainer(Enum.Parse<Room>(room));
        var settings = deployments.Production.Settings(room.ToLowerInvariant());
        foreach (var (name, type) in RoomContainer.Functions)
        {
            var isOff = settings.ContainsKey($"AzureWebJobs.{name}.Disabled");
            Assert.True(isOff || container.Make(type) is not null, $"{name} is on in {room}, which can't make it.");
            Assert.True(!isOff || !type.Namespace!.StartsWith($"Hotline.{room}", StringComparison.Ordinal),
                $"{name} is off in its own room.");
        }
    }
}

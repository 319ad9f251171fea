using Hotline.Hosting;
using NetArchTest.Rules;

namespace Hotline.Tests.Repository;

/// <summary>The walls between the rooms.</summary>
public sealed class WallTests
{
    private static readonly string[] Rooms = ["Hotline.Intake", "Hotline.Review"];

    [Fact]
    public void Intake_does_not_know_review() => Assert.Empty(Breaches("Hotline.Intake", "Hotline.Review"));

    [Fact]
    public void Review_does_not_know_intake() => Assert.Empty(Breaches("Hotline.Review", "Hotline.Intake"));

    [Fact]
    public void Intake_cannot_open_what_it_seals() =>
        Assert.Empty(Breaches("Hotline.Intake", "Hotline.Sealing.Opener")
            .Concat(Breaches("Hotline.Intake", "Hotline.Sealing.BlobKeyUnwrapper")));

    [Theory]
    [InlineData("Hotline.Tips")]
    [InlineData("Hotline.Delivery")]
    [InlineData("Hotline.Sealing")]
    [InlineData("Hotline.Storage")]
    [InlineData("Hotline.Twilio")]
    public void What_both_rooms_stand_on_knows_neither(string ground) => Assert.All(Rooms, room => Assert.Empty(Breaches(ground, room)));

    [Fact]
    public void The_wall_test_sees_a_breach() => Assert.NotEmpty(Breaches("Hotline.Intake", "Hotline.Tips"));

    private static IReadOnlyList<string> Breaches(string from, string to) =>
        [.. Types.InAssembly(typeof(FunctionRoutes).Assembly).That().ResideInNamespace(from)
            .ShouldNot().HaveDependencyOnAny(to).GetResult().FailingTypes?.Select(type => type.FullName) ?? []];
}

namespace Hotline.Tests.Repository;

public sealed class SolutionTests
{
    [Fact]
    public void Host_json_lies_beside_the_function_app() =>
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "host.json")));
}

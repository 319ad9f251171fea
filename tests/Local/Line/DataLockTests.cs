using Hotline.Local.Line;

namespace Hotline.Tests.Local;

public sealed class DataLockTests
{
    [Fact]
    public async Task One_line_holds_a_data_folder_and_the_next_may_when_it_has_let_go()
    {
        var folder = Directory.CreateTempSubdirectory("lock").FullName;
        await using (DataLock.Take(folder))
            Assert.Contains(
                "already runs", Assert.Throws<InvalidOperationException>(() => DataLock.Take(folder)).Message, StringComparison.Ordinal);
        await using (DataLock.Take(folder))
            Assert.True(File.Exists(Path.Combine(folder, "lock")));
        Directory.Delete(folder, recursive: true);
    }
}

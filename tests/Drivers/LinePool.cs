using System.Collections.Concurrent;

namespace Hotline.Tests.Drivers;

/// <summary>Which of a line's apps run.</summary>
internal enum LineRooms
{
    Intake,
    Both,
}

/// <summary>
/// Running lines that tests borrow, one test at a time. To start one takes seconds of CPU, to clean one some requests to Azurite. A line
/// that does not come to rest is ended, and the next test starts a new one.
/// </summary>
internal sealed class LinePool(SharedParts parts) : IAsyncDisposable
{
    // Everybody calls from one number, test after test: nobody reports too often.
    private static readonly (string, string)[] Settings =
        [("Hotline__Floods__MostPerNumber", "1000000"), ("Hotline__Floods__MostPerLine", "1000000")];

    private readonly ConcurrentDictionary<LineRooms, ConcurrentBag<Line>> free = new();

    /// <summary>A clean line that nobody else uses until it is returned.</summary>
    public async Task<Line> BorrowAsync(LineRooms rooms)
    {
        if (Of(rooms).TryTake(out var clean))
            return clean;
        var line = await Line.StartAsync(parts, Settings);
        if (rooms == LineRooms.Both)
            await line.StartReviewAsync();
        line.Pool = this;
        return line;
    }

    /// <summary>Cleans a line for the next test.</summary>
    public async ValueTask ReturnAsync(Line line)
    {
        if (await Waits.ForAsync("cleaning", line.CleanAsync()))
            Of(line.Review is null ? LineRooms.Intake : LineRooms.Both).Add(line);
        else
            await line.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in free.Values.SelectMany(lines => lines))
            await line.EndAsync();
    }

    private ConcurrentBag<Line> Of(LineRooms rooms) => free.GetOrAdd(rooms, _ => []);
}

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
/// that does not come to rest is ended, and the next test starts a new one. Each set of settings has lines of its own.
/// </summary>
internal sealed class LinePool(SharedParts parts) : IAsyncDisposable
{
    // Everybody calls from one number, test after test: nobody reports too often.
    private static readonly (string, string)[] Usual =
        [("Hotline__Floods__MaxPerNumber", "1000000"), ("Hotline__Floods__MaxPerLine", "1000000")];

    private readonly ConcurrentDictionary<string, ConcurrentBag<Line>> free = new();

    /// <summary>A clean line that nobody else uses until it is returned.</summary>
    /// <param name="rooms">Which of its apps run.</param>
    /// <param name="settings">Settings of both beside the usual ones.</param>
    public async Task<Line> BorrowAsync(LineRooms rooms, params (string Name, string Value)[] settings)
    {
        var shelf = free.GetOrAdd($"{rooms} {string.Join(' ', settings)}", _ => []);
        if (shelf.TryTake(out var clean))
            return clean;
        var line = await Line.StartAsync(parts, [.. Usual, .. settings]);
        if (rooms == LineRooms.Both)
            await line.StartReviewAsync(settings);
        line.Shelf = shelf;
        line.Rooms = rooms;
        return line;
    }

    /// <summary>Cleans a line for the next test.</summary>
    public static async ValueTask ReturnAsync(Line line, ConcurrentBag<Line> shelf)
    {
        if (await Waits.ForAsync("cleaning", line.CleanAsync()))
            shelf.Add(line);
        else
            await line.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in free.Values.SelectMany(lines => lines))
            await line.EndAsync();
    }
}

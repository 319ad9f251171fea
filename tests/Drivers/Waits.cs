using System.Text.Json;

namespace Hotline.Tests.Drivers;

/// <summary>Notes what each test waits for, where <c>./hotline test --slowest</c> asks for it.</summary>
internal static class Waits
{
    private static readonly string? Notes = Environment.GetEnvironmentVariable("HOTLINE_TEST_WAITS");
    private static readonly Lock Writing = new();

    /// <summary>Waits for a task, and notes how long.</summary>
    public static async Task ForAsync(string what, Task task)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await task;
        }
        finally
        {
            Note(what, TimeProvider.System.GetElapsedTime(started));
        }
    }

    /// <inheritdoc cref="ForAsync(string, Task)"/>
    public static async Task<T> ForAsync<T>(string what, Task<T> task)
    {
        await ForAsync(what, (Task)task);
        return await task;
    }

    private static void Note(string what, TimeSpan waited)
    {
        if (Notes is null || TestContext.Current.Test?.TestDisplayName is not { } test)
            return;
        lock (Writing)
            File.AppendAllText(Notes, JsonSerializer.Serialize(new { test, what, ms = (long)waited.TotalMilliseconds }) + '\n');
    }
}

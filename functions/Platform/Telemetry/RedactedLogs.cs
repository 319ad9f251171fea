using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Hotline.Platform.Telemetry;

/// <summary>
/// Makes a line of the log fit to be exported: its exception becomes what may be told of it, and its event id an attribute.
/// </summary>
public sealed class RedactedLogs : BaseProcessor<LogRecord>
{
    /// <summary>The attribute that holds a line's event id: exporters differ in whether they tell it.</summary>
    public const string EventId = "hotline.event.id";

    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        data.Attributes =
        [
            .. data.Attributes ?? [],
            new(EventId, data.EventId.Id),
            .. data.Exception is { } failure ? RedactedException.Of(failure) : [],
        ];
        data.Exception = null;
    }
}

using System.Globalization;
using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.Calls;

/// <summary>
/// Where a call stands. It travels in the query of each URL of the call, so that every step is stateless; nothing in it is secret.
/// </summary>
/// <param name="Language">The caller's choice.</param>
/// <param name="Transcript">Who will transcribe.</param>
/// <param name="Take">Counts the recordings of the call, from 1.</param>
/// <param name="Asked">Whether a silent caller was asked once more.</param>
/// <param name="Waits">How often the caller has waited for a receipt.</param>
/// <param name="Tries">How often a receipt's digits were wrong.</param>
/// <param name="Earlier">The tip that the caller adds to; null: this call is a report of its own.</param>
public sealed record CallStep(
    Language Language, TranscriptSource Transcript, int Take = 1, bool Asked = false, int Waits = 0, int Tries = 0, TipId? Earlier = null)
{
    /// <summary>
    /// The same step in another language. Twilio's own transcription knows English only, and would cap the recording at two minutes.
    /// </summary>
    public CallStep In(Language language) => this with
    {
        Language = language,
        Transcript = !language.Voice.IsEnglish && Transcript == TranscriptSource.Twilio ? TranscriptSource.None : Transcript,
    };

    /// <summary>Reads the query of a signed request.</summary>
    public static CallStep Of(HttpRequest request, Languages languages) => Of(request.Query, languages);

    /// <summary>Reads the query of one of the call's URLs.</summary>
    public static CallStep Of(IQueryCollection query, Languages languages) => new(
        languages.Of(query["language"]),
        Enum.TryParse<TranscriptSource>(query["transcript"], out var transcript) ? transcript : TranscriptSource.None,
        Count(query["take"], 1),
        query["asked"] == "1",
        Count(query["waits"], 0),
        Count(query["tries"], 0),
        TipId.Parse(query["earlier"]));

    // Whatever a query says, a column is named by it: no call has a hundred of anything.
    private static int Count(string? said, int fewest) =>
        int.TryParse(said, CultureInfo.InvariantCulture, out var count) && count >= fewest && count < 100 ? count : fewest;

    /// <summary>The query that says it.</summary>
    public string ToQuery() => $"?language={Language.Code}&transcript={Transcript}&take={Take}&asked={(Asked ? 1 : 0)}&waits={Waits}"
        + (Tries > 0 ? $"&tries={Tries}" : "") + (Earlier is { } tip ? $"&earlier={tip}" : "");
}

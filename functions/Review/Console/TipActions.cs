namespace Hotline.Review.Console;

/// <summary>What the forms of a tip need.</summary>
public static class TipActions
{
    /// <summary>Where an act on the tip is posted.</summary>
    public static string Address(this TipModel model, string act) => $"{QueueAddress.Path}/{model.Tip.Id}/{act}";

    /// <summary>The address of a part's sound, waveform, video, picture or original.</summary>
    public static string Address(this TipModel model, PartView part, string face) =>
        $"{QueueAddress.Path}/{part.Answer ?? model.Tip.Id}/parts/{Uri.EscapeDataString(part.Id)}/{face}";

    /// <summary>What a refused post had said in fields that the page has no more, such as those of whoever lost the tip meanwhile.</summary>
    public static IReadOnlyList<string> LostDrafts(this TipModel model) =>
    [
        .. from draft in model.Draft
           let act = draft.Key[..draft.Key.IndexOf('.', StringComparison.Ordinal)]
           let field = draft.Key[(act.Length + 1)..]
           where field is "reason" or "text" && draft.Value.Length > 0 && !model.Has(act)
           select draft.Value,
    ];

    private static bool Has(this TipModel model, string act) => act switch
    {
        "note" => true,
        "number" => model.HasNumber,
        "codes" => model.HidesCodes,
        "reopen" => model.Tip.State == "closed",
        "link" => model.CanAct,
        "transcript" => model.CanAct,
        "question" => model.CanAct && model.Tip.State != "closed" && model.Ask.WhyNot is null,
        "escalate" => model.CanAct && model.Tip.State != "closed" && !model.Tip.Escalated,
        "block" => model.CanAct && model.Tip.State != "closed" && model.IsBlocked is not null,
        _ => model.CanAct && model.Tip.State != "closed",
    };

    /// <summary>What a refused post had in this field; null when there was none.</summary>
    public static string? DraftOf(this TipModel model, string act, string field) => model.Draft.GetValueOrDefault($"{act}.{field}");
}

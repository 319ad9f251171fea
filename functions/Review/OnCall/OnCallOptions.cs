namespace Hotline.Review.OnCall;

/// <summary>Settings <c>Hotline:OnCall</c>: who is told of an urgent tip that nobody has claimed.</summary>
public sealed class OnCallOptions
{
    /// <summary>The steps, one after the other; the last one is taken again and again.</summary>
    public IList<OnCallStep> Steps { get; } = [];

    /// <summary>How long between two tellings once the last step is reached.</summary>
    public TimeSpan Again { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>A step: whom to tell, and when.</summary>
public sealed class OnCallStep
{
    /// <summary>How long after the tip opened.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A webhook that takes <c>{"text": "…"}</c>, as those of Teams and Slack do.</summary>
    public Uri? Webhook { get; set; }
}

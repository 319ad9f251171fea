namespace Hotline.Review.OnCall;

/// <summary>Settings <c>Hotline:OnCall</c>: who is told of an urgent tip that nobody has claimed.</summary>
public sealed class OnCallOptions
{
    /// <summary>The steps, one after the other; the last one is taken again and again.</summary>
    public IList<OnCallStep> Steps { get; } = [];

    /// <summary>How long between two tellings once the last step is reached.</summary>
    public TimeSpan Again { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Who sends the texts: a number in E.164, or a messaging service (<c>MG…</c>).</summary>
    public string From { get; set; } = "";

    /// <summary>The place in <see cref="Steps"/> of a telling, counted from 1 since the tip needs a claim.</summary>
    public int StepOf(int telling) => Math.Min(telling, Steps.Count) - 1;
}

/// <summary>A step: whom to tell, by a webhook or a text, and when.</summary>
public sealed class OnCallStep
{
    /// <summary>How long after the tip began to need a claim.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A webhook that takes <c>{"text": "…"}</c>, as those of Slack, Mattermost and Google Chat do.</summary>
    public Uri? Webhook { get; set; }

    /// <summary>A phone to text, in E.164.</summary>
    public string? Sms { get; set; }
}

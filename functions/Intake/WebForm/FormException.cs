namespace Hotline.Intake.WebForm;

/// <summary>What was sent is no form that this line gave out.</summary>
/// <param name="status">The answer's status, 4xx.</param>
/// <param name="reason">One sentence for whoever sent it; holds nothing of what was sent.</param>
public sealed class FormException(int status, string reason) : Exception(reason)
{
    /// <summary>The answer's status.</summary>
    public int Status => status;
}

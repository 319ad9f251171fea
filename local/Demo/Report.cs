using Hotline.Contracts;

namespace Hotline.Local.Demo;

/// <summary>A report of the demo, and what the reviewers did with it. All of it is invented.</summary>
/// <param name="Way"><c>call</c>, <c>text</c> or <c>web</c>.</param>
/// <param name="Says">The words.</param>
/// <param name="State"><c>open</c>, <c>claimed</c>, <c>escalated</c>, <c>asked</c> or <c>closed</c>.</param>
/// <param name="Language">A caller's choice; null for English.</param>
/// <param name="Image">Whether a picture came with it.</param>
/// <param name="By">Who worked on it.</param>
/// <param name="Tags">Its tags, separated by commas.</param>
/// <param name="Ask">What the reporter was asked.</param>
/// <param name="As">What became of it.</param>
/// <param name="Why">Why.</param>
/// <param name="Form">What the form was answered beside the words.</param>
/// <param name="Reach">How the form's writer can be reached.</param>
/// <param name="Files">The form's files, a <c>.wav</c> or <c>.pdf</c> each; they are made.</param>
/// <param name="Later">What the form's writer answered later.</param>
internal sealed record Report(
    string Way, string Says, string State, string? Language = null, bool Image = false, string? By = null, string? Tags = null,
    string? Ask = null, string? As = null, string? Why = null,
    FormAnswers? Form = null, string? Reach = null, IReadOnlyList<string>? Files = null, string? Later = null);

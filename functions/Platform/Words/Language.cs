using System.Globalization;

namespace Hotline.Platform.Words;

/// <summary>A language in which the line answers: one folder.</summary>
/// <param name="Code">Its folder and BCP 47 tag, such as <c>en</c>.</param>
/// <param name="Line">Whose line it is.</param>
/// <param name="Voice">What a caller hears.</param>
/// <param name="Texts">What a texter is answered.</param>
/// <param name="Form">The form's pages.</param>
/// <param name="Replies">What a reporter who was asked is texted.</param>
public sealed record Language(string Code, LineIdentity Line, VoiceTexts Voice, SmsTexts Texts, FormTexts Form, ReplyTexts Replies)
{
    /// <summary>How it writes dates and numbers.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Code);
}

/// <summary>Whose line it is.</summary>
/// <param name="Name">What the line is called.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Number">Its number in E.164; null: the settings say.</param>
/// <param name="Logo">Its logo as a <c>data:</c> address; null: none.</param>
/// <param name="Zone">Its time zone.</param>
public sealed record LineIdentity(string Name, string Operator, string? Number, string? Logo, TimeZoneInfo Zone);

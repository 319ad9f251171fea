namespace Hotline.Platform.Words;

/// <summary><c>form.json</c>: the form's and the receipt's pages.</summary>
public sealed record FormTexts(
    string Language, string Title, string Emergency, string Leave, string LeaveHint, string LeaveKeys, string Lead, string HaveCode,
    string Optional, IReadOnlyDictionary<string, FormQuestionTexts> Questions, string Trap, string Send, string Sending, string SendFailed,
    string ErrorHeading, FormErrors Errors, FormRefusals Refused, string FilesHintSliced, string FileChanged, string FileSent,
    string FileWaits, string ReceiptFailed, string Remove, string FilesUnsent, string FilesAfterCode, string RefusedHeading,
    string RefusedThen, string Unnamed, string Taken, string TakenLead, string Receipt, string ReceiptLead,
    [property: Holds("address")] string UseWeb, [property: Holds("numbers")] string UseNumber, string UseLine, string ReceiptLife,
    string ReceiptKept, string Written, string Copy, string Copied, string Print, string NoReceipt, string FetchReceipt, string GoToReceipt,
    string NewReport, string ReturnTitle, string ReturnLead, string Open, string CodeGroups, string StatusTitle, FormStates States,
    string Asked, [property: Holds("time")] string AskedAt, string Add, string SendAnswer, string AnswerTaken, string AnswerLead,
    string Proof, string ProofLead, FormProofs Proofs, [property: Holds("count")] string ProofEarlier, string JustNow,
    [property: Holds("time")] string AsOf, NotFoundTexts NotFound, AboutTexts About);

/// <summary>A question of the form.</summary>
/// <param name="Label">The question.</param>
/// <param name="Hint">What helps to answer it; left out: nothing.</param>
/// <param name="Choices">Its answers, by their values; left out: it is answered in words.</param>
public sealed record FormQuestionTexts(string Label, string? Hint, IReadOnlyDictionary<string, string>? Choices);

/// <summary>What must be mended.</summary>
public sealed record FormErrors(
    string WhatMissing, [property: Holds("max")] string TooLong, string Trap, string Many, string Down, string Files, string FilesBroken,
    string CodeWrong, [property: Holds("count")] string CodeDigits, string CodeCheck, string CodeLimited, string CodeDown,
    string AnswerMissing) : TextSet;

/// <summary>Why a file is not taken.</summary>
public sealed record FormRefusals(string Large, string Broken, string Total, string Many, string Empty) : TextSet;

/// <summary>How a report stands.</summary>
public sealed record FormStates(string None, string Received, string Reading, string Asked, string Answered, string Closed) : TextSet;

/// <summary>What was received.</summary>
public sealed record FormProofs(string Statement, string Recording, string Attachment) : TextSet;

/// <summary>Nothing is at an address.</summary>
public sealed record NotFoundTexts(string Title, string Nothing, string Report);

/// <summary>Whose form it is, who reads it, how long it is kept, and what of it is private.</summary>
public sealed record AboutTexts(
    string Heading, [property: Holds("name", "operator")] string Operator, [property: Holds("numbers")] string Numbers,
    [property: Holds("operator")] string ReadBy, string KeptFor, string PrivacyHeading, string Privacy);

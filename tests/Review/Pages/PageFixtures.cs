using Hotline.Contracts;
using Hotline.Review.Audit;
using Hotline.Review.Casework;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.Outreach;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;
using Hotline.Review.WorkQueue;

namespace Hotline.Tests.Review.Pages;

/// <summary>Invented tips, as rich as real ones: every name, number and place is fictional.</summary>
internal static class PageFixtures
{
    public const string Token = "token-of-the-antiforgery";
    private const string NoKey = "No key here opens it: it was sealed with key 4e1f, which this room does not hold.";
    public static readonly DateTimeOffset Now = new(2026, 3, 12, 15, 42, 0, TimeSpan.Zero);
    private static readonly PersonView[] People = [new("p1", "Marta Ruiz"), new("p2", "Devon Okafor"), new("p3", "Lena Brandt")];
    private static readonly Channel[] Both = [Channel.Phone, Channel.Text];

    public static PageFrame Frame(params Role[] roles) => new()
    {
        ReviewerName = "Ines Calder", Roles = roles.Length == 0 ? [Role.Reviewer, Role.Supervisor, Role.Auditor] : roles,
        AntiforgeryToken = Token, Now = Now, Undelivered = 3,
    };

    public static TipLine Urgent { get; } = Line(
        "4f9c12ab77e04c3d8a11b2c3d4e5f607", 1, 12, channels: Both, latest: 3, holder: "Ines Calder", mine: true, answered: true,
        tags: ["school", "named person"], reasons: ["A time and place", "A weapon", "A named target"], recordings: 1, statements: 2,
            attachments: 2);

    public static QueueModel Queue(QueueView view = QueueView.Open) => new()
    {
        Frame = Frame(), Filter = new QueueFilter { View = view },
        Counts = new Dictionary<QueueView, TipCount>
        {
            [QueueView.Open] = new(47, false), [QueueView.Mine] = new(3, false), [QueueView.Unassigned] = new(31, false),
            [QueueView.Escalated] = new(2, false), [QueueView.Waiting] = new(9, false), [QueueView.Closed] = new(200, true),
        },
        Tips =
        [
            Urgent,
            Line("81d0a9b2c3d4e5f60718293a4b5c6d7e", 1, 26, reasons: ["A weapon", "A threat to life"], recordings: 1, escalated: true,
                tags: ["mosque"]),
            Line("c3d4e5f60718293a4b5c6d7e8f90a1b2", 2, 41, language: "es", reasons: ["A named target", "A home address"], recordings: 2,
                holder: "Marta Ruiz", latest: 18, tags: ["doxing"]),
            Line("e5f60718293a4b5c6d7e8f90a1b2c3d4", 2, 55, [Channel.Text], reasons: ["A home address"], statements: 4, attachments: 3,
                tags: ["doxing", "election office"]),
            Line("0718293a4b5c6d7e8f90a1b2c3d4e5f6", 2, 95, [Channel.Web], reasons: ["Following somebody"], statements: 1, answered: true,
                latest: 8, language: "es"),
            Line("18293a4b5c6d7e8f90a1b2c3d4e5f607", 3, 130, reasons: ["Repeated calls"], recordings: 1, holder: "Devon Okafor"),
            Line("293a4b5c6d7e8f90a1b2c3d4e5f60718", 3, 171, [Channel.Text], statements: 2, attachments: 1),
            Line("3a4b5c6d7e8f90a1b2c3d4e5f6071829", 3, 260, [Channel.Phone], recordings: 1, language: "es") with
            {
                Unread = ["recording-RE9"],
            },
            Line("4b5c6d7e8f90a1b2c3d4e5f60718293a", 3, 420, [Channel.Web], statements: 1, tags: ["clinic"], attachments: 6),
            Line("5c6d7e8f90a1b2c3d4e5f60718293a4b", 3, 1500, [Channel.Phone], recordings: 3, latest: 300, holder: "Lena Brandt",
                tags: ["school"]),
            Line("6d7e8f90a1b2c3d4e5f60718293a4b5c", 4, 2900, [Channel.Text], statements: 1) with { Lowered = [DeprioritisedReason.Blocked, DeprioritisedReason.Many] },
            Line("7e8f90a1b2c3d4e5f60718293a4b5c6d", 4, 4400, [Channel.Phone], recordings: 1) with { Lowered = [DeprioritisedReason.Silent] },
            Line("8f90a1b2c3d4e5f60718293a4b5c6d7e", 4, 12000, [Channel.Web], statements: 1, language: null) with { Lowered = [DeprioritisedReason.Repeated] },
        ],
        Next = "next-page",
        Views =
        [
            new("Spanish, urgent", "view=open&language=es&priority=1", false), new("School threats", "view=open&tag=school", false),
        ],
        Languages = Choice.Among([("en", "English"), ("es", "Spanish")], null), Lines = Choices("Main line, 555-0100", "Línea, 555-0111"),
        Tags = Choices("clinic", "doxing", "election office", "mosque", "named person", "school"), People = People,
    };

    public static QueueModel Empty => Queue(QueueView.Mine) with
    {
        Tips = [], Next = null, Filter = new QueueFilter { View = QueueView.Mine, Priority = 1, Language = "es" },
        Languages = Choice.Among([("en", "English"), ("es", "Spanish")], "es"),
    };

    // It came over the fallback, too.
    public static TipModel Lowered => Tip with
    {
        Tip = Urgent with { Lowered = [DeprioritisedReason.Blocked, DeprioritisedReason.Many, DeprioritisedReason.Repeated, DeprioritisedReason.Silent] }, IsBlocked = true,
        Parts = [.. Parts.Select(part => part with { OverFallback = true })],
    };

    public static TipModel Tip => new()
    {
        Frame = Frame(), Tip = Urgent, Version = "W/7", Parts = Parts, Reasons = Reasons,
        Links = [new("5c6d7e8f90a1b2c3d4e5f60718293a4b", "Same school, same voice, last month", Now.AddDays(-1), TipStage.Open, null)],
        Suggested = [new("293a4b5c6d7e8f90a1b2c3d4e5f60718", "Names Alder Creek and Thursday too", Now.AddHours(-3), TipStage.Open, 0.83)],
        SameNumber = [new("6d7e8f90a1b2c3d4e5f60718293a4b5c", "Texted from the same number", Now.AddDays(-2), TipStage.Closed, null)],
        Notes =
        [
            new("Marta Ruiz", Now.AddMinutes(-10),
                "Alder Creek has one entrance on Hollis Street, and the canteen door behind it. "
                + "The school’s officer is on duty until four."),
            new("Ines Calder", Now.AddMinutes(-6), "Heard it twice. He says “Thursday” at 0:31, the transcript had “thirsty”."),
        ],
        Questions =
        [
            new(1, "Ines Calder", Now.AddMinutes(-8), "Thank you. Do you know which Thursday he means, and is he a student there?",
                "Text message delivered · also waits under the receipt"),
        ],
        History = History, HasNumber = true, ClaimEnds = Now.AddMinutes(22), CanAct = true, Notice = "The question is on its way.",
        People = People, Ask = new AskView("It waits at the reporter’s receipt until they look there.", null, null),
    };

    public static TipModel Refused => Tip with
    {
        Tip = Urgent with { Priority = 3, Holder = "Marta Ruiz", HeldByMe = false, Answered = false, Tags = [] },
        CanAct = false, Notice = null, Reasons = [], Questions = [],
        Conflict = "Marta Ruiz claimed this tip two minutes ago and wrote a note.",
        Draft = Draft(TipAct.Note, "text", "The caller says that he has since deleted the post."),
    };

    public static TipModel Unread => Web with
    {
        Tip = Web.Tip with { Unread = ["attachment-W1", "attachment-W2", "attachment-W3"], Priority = 3, Reasons = [] }, Reasons = [],
        Ask = new AskView(null, "This tip answers an earlier one. Ask there: its receipt is the one that the reporter holds.",
            "18293a4b5c6d7e8f90a1b2c3d4e5f607"),
    };

    public static TipModel Taken => Refused with
    {
        TakenBy = ("Lena Brandt", Now.AddMinutes(-2)), Conflict = "Marta Ruiz holds this tip.",
        Draft = Draft(TipAct.Close, "reason", "I had told the school’s officer, who\nwill call back by four."),
    };

    public static TipModel Closed => Tip with
    {
        Tip = Urgent with
        {
            Priority = 4, Stage = TipStage.Closed, Disposition = Disposition.ProtectedSpeech, Holder = null, HeldByMe = false, Answered = false,
        },
        CanAct = false, Notice = null, ShownNumber = "+1 500 555 0142", Questions = [], Parts = [.. Parts.Take(2)],
    };

    public static TipModel Web => Tip with
    {
        Tip = Line(
            "0718293a4b5c6d7e8f90a1b2c3d4e5f6", 2, 95, [Channel.Web], latest: 4, holder: "Ines Calder", mine: true, answered: true,
            tags: ["doxing"], reasons: ["A home address", "A named target"], statements: 1, attachments: 5) with { Line = "" },
        Notice = null, WokenFrom = Disposition.Informational, SameNumber = [], Suggested = [], Notes = [],
        Links = [new("18293a4b5c6d7e8f90a1b2c3d4e5f607", "The reporter's answer", Now.AddMinutes(-4), TipStage.Open, null)],
        Reasons = [new("A home address", "14 Alder Court", "statement-W1"), new("A named target", "Dr. Amara Weiss", "statement-W1")],
        Parts =
        [
            Part("statement-W1", PartKind.Statement, 95, Channel.Web) with
            {
                Text = "A group posted my colleague's home address and her children's school, and asked people to \"visit\" her.\n"
                    + "She lives at 14 Alder Court.",
                Answers =
                [
                    new("When", "Since Tuesday evening; it was shared again this morning"), new("Where", "Alder Creek"),
                    new("Target", "Dr. Amara Weiss, a physician"), new("Appeared", "online, on voicemail"),
                    new("Link, not opened", "https://example.org/board/8841?very=long&" + new string('q', 90)),
                    new("Reporter is the target", "no"),
                ],
            },
            Part("attachment-W1", PartKind.Attachment, 95, Channel.Web) with { MediaType = "image/png", Length = 412_000,
                FileName = "screenshot of the post.png" },
            Part("attachment-W2", PartKind.Attachment, 95, Channel.Web) with { MediaType = "audio/mpeg", Length = 912_000,
                FileName = "voicemail-tuesday.mp3" },
            Part("attachment-W3", PartKind.Attachment, 95, Channel.Web) with { MediaType = "video/mp4", Length = 12_400_000, FileName = "door.mp4" },
            Part("attachment-W4", PartKind.Attachment, 95, Channel.Web) with { MediaType = "application/pdf", Length = 88_000,
                FileName = new string('l', 60) + "etter.pdf" },
            Part("attachment-W5", PartKind.Attachment, 95, Channel.Web) with { MediaType = "application/octet-stream", Length = 20, FileName = "notes" },
            Part("statement-W2", PartKind.Statement, 4, Channel.Web) with
            {
                Text = "The second post names the street again, I saved it.", Answer = "18293a4b5c6d7e8f90a1b2c3d4e5f607",
            },
            Part("attachment-W6", PartKind.Attachment, 4, Channel.Web) with
            {
                MediaType = "image/jpeg", Length = 290_000, FileName = "second.jpg", Answer = "18293a4b5c6d7e8f90a1b2c3d4e5f607",
            },
        ],
        Questions =
        [
            new(1, "Ines Calder", Now.AddMinutes(-60), "Is the page still there? A picture of it would help.",
                "Waits at the reporter’s receipt"),
            new(2, "Marta Ruiz", Now.AddMinutes(-30), "Which street does the second post name?",
                "Waits at the reporter’s receipt; the text was not delivered (error 30006)", true),
        ],
    };

    public static UndeliveredModel Undelivered => new()
    {
        Frame = Frame(),
        Messages =
        [
            Letter("statement-SM5550100-9b2c", "tips", "The envelope has schema 2; this version reads schema 1.", Now.AddMinutes(-14), 1, 2_311),
            Letter("recording-RE5550101-11aa", "tips", NoKey, Now.AddHours(-5), 10, 18_420),
            Letter("recording-RE5550102-11ab", "tips", NoKey, Now.AddHours(-4), 10, 18_120),
            Letter("sms-question-77", "review", "Twilio refused the number for 48 hours.", Now.AddDays(-1), 24, 812),
            Letter("statement-SM5550077-00af", "tips", "The message is not a CloudEvent in JSON.", Now.AddDays(-3), 1, 64) with
            {
                State = UndeliveredState.Aside,
            },
        ],
        Causes =
        [
            new("tips", NoKey, 1_500, Now.AddHours(-5)),
            new("review", "Twilio refused the number for 48 hours.", 1, Now.AddDays(-1)),
        ],
        Notice = "500 messages sent again. 1000 wait: send again once more.", Next = "?after=1",
    };

    public static AuditModel Audit(params string[]? findings) => new()
    {
        Frame = Frame(), Tip = Urgent.Id, Next = "more", Findings = findings,
        Events =
        [
            Done(1, "Ines Calder", "looked at the audit", null, null, "203.0.113.7"),
            Done(3, "Line", "accepted a part", Urgent.Id, "statement from a text", null),
            Done(8, "Ines Calder", "asked the reporter", Urgent.Id, "question 1", "203.0.113.7"),
            Done(9, "Ines Calder", "listened to a recording", Urgent.Id, "recording-RE5550142", "203.0.113.7"),
            Done(11, "Ines Calder", "claimed", Urgent.Id, "until 16:04", "203.0.113.7"),
            Done(31, "Marta Ruiz", "closed", "6d7e8f90a1b2c3d4e5f60718293a4b5c", "as informational", "203.0.113.19"),
            Done(120, "Devon Okafor", "signed in", null, null, "198.51.100.4"),
        ],
    };

    private static ReasonView[] Reasons =>
    [
        new("A time and place", "Thursday at lunch", "transcript-RE5550142"), new("A weapon", "his uncle's rifle", "transcript-RE5550142"),
        new("A named target", "Mr. Pellam", "statement-SM1"),
    ];

    private static PartView[] Parts =>
    [
        Part("recording-RE5550142", PartKind.Recording, 12, Channel.Phone) with { MediaType = "audio/wav", Length = 1_820_000, Seconds = 84 },
        Part("transcript-RE5550142", PartKind.Transcript, 11, Channel.Phone) with
        {
            Recording = "recording-RE5550142", TranscriptSource = "Speech", Sentences =
            [
                new(0.4, 4.9, "Hi, um, I don't want to say my name, I hope that is all right."),
                new(5.6, 12.2, "There is a boy in my daughter's class at Alder Creek, and he has been posting things."),
                new(13.0, 21.8,
                    "Last night he wrote that people should stay home, because on Thursday at lunch everybody would finally look at him."),
                new(22.5, 31.0, "I know that his uncle's rifle is in that house, it isn't locked up, my brother has seen it."),
                new(31.6, 40.3, "Maybe it is only talk. I really hope that it is only talk."),
                new(41.2, 52.0, "My daughter took a picture of the post before he deleted it, she can send that to this number, I think."),
                new(53.1, 60.4, "Please, somebody look at this before Thursday."),
            ],
        },
        Part("call-CA5550142", PartKind.CallSummary, 10, Channel.Phone) with { Text = "The caller hung up", Seconds = 92 },
        Part("statement-SM1", PartKind.Statement, 9, Channel.Text) with
        {
            Text = "This is the woman who called. Here is the post. The teacher he means is Mr. Pellam, he failed him last term.\n"
                + "It was at https://example.org/p/8841 but it is gone now",
        },
        Part("attachment-ME1", PartKind.Attachment, 9, Channel.Text) with { MediaType = "image/jpeg", Length = 412_000 },
        Part("attachment-ME2", PartKind.Attachment, 8, Channel.Text) with { MediaType = "application/pdf", Length = 88_000,
            Damaged = "It is shorter than it was when it came." },
        Part("attachment-ME3", PartKind.Attachment, 7, Channel.Text) with { MediaType = "video/mp4", Length = 2_400_000 },
        Part("statement-SM2", PartKind.Statement, 3, Channel.Text) with { Text = "This Thursday. Yes he is in 10th grade, room 214 I think" },
    ];

    private static HistoryView[] History =>
    [
        new(12, Now.AddMinutes(-3), "Line", "accepted a message", null), new(11, Now.AddMinutes(-6), "Ines Calder", "wrote a note", null),
        new(10, Now.AddMinutes(-8), "Ines Calder", "asked the reporter", "question 1"), new(9, Now.AddMinutes(-9), "Ines Calder",
            "listened to a recording", null),
        new(8, Now.AddMinutes(-9), "Line", "accepted a file", null), new(7, Now.AddMinutes(-9), "Line", "accepted a message", null),
        new(6, Now.AddMinutes(-10), "Marta Ruiz", "wrote a note", null), new(5, Now.AddMinutes(-11), "Ines Calder", "claimed",
            "until 16:04"),
        new(4, Now.AddMinutes(-11), "Line", "accepted a transcript", null), new(3, Now.AddMinutes(-12), "Line", "told the supervisors",
            null),
        new(2, Now.AddMinutes(-12), "Line", "accepted a recording", null),
    ];

    private static PartView Part(string id, PartKind kind, int minutes, Channel channel) => new()
    {
        Id = id, Kind = kind, Received = Now.AddMinutes(-minutes), Channel = channel, Language = "en",
    };

    private static TipDraft Draft(TipAct act, string field, string text) => new(act, new Dictionary<string, string> { [field] = text });

    private static IReadOnlyList<Choice> Choices(params string[] values) => Choice.Among(values.Select(value => (value, Labels.Line(value))), null);

    private static UndeliveredLine Letter(string id, string source, string reason, DateTimeOffset at, int attempts, int size) => new()
    {
        Id = id, Source = source, Reason = reason, At = at, Attempts = attempts, Size = size, State = UndeliveredState.Waiting,
    };

    private static AuditLine Done(int minutes, string who, string act, string? tip, string? detail, string? address) => new()
    {
        At = Now.AddMinutes(-minutes), Who = who, Act = act, Tip = tip, Detail = detail, Address = address,
    };

    private static TipLine Line(
        string id, int priority, int minutes, Channel[]? channels = null, string? language = "en", string? holder = null, bool mine = false,
        bool escalated = false, bool answered = false, string[]? tags = null, string[]? reasons = null, int recordings = 0,
        int statements = 0, int attachments = 0, int? latest = null) => new()
        {
            Id = id, Stage = TipStage.Open, Priority = priority, Opened = Now.AddMinutes(-minutes), Latest = Now.AddMinutes(-(latest ?? minutes)),
            Line = language == "es" ? "Línea, 555-0111" : "Main line, 555-0100", Channels = channels ?? [Channel.Phone], Language = language,
            Holder = holder, HeldByMe = mine, Escalated = escalated, Answered = answered, Tags = tags ?? [], Reasons = reasons ?? [],
            Recordings = recordings, Statements = statements, Attachments = attachments,
        };
}

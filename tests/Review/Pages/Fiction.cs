using Hotline.Review.Console;

namespace Hotline.Tests.Review.Pages;

/// <summary>Invented tips, as rich as real ones: every name, number and place is fictional.</summary>
internal static class Fiction
{
    public const string Token = "token-of-the-antiforgery";
    public static readonly DateTimeOffset Now = new(2026, 3, 12, 15, 42, 0, TimeSpan.Zero);
    private static readonly PersonView[] People = [new("p1", "Marta Ruiz"), new("p2", "Devon Okafor"), new("p3", "Lena Brandt")];
    private static readonly string[] Both = ["Phone", "Text"];

    public static Shell Shell(params string[] roles) =>
        new("Ines Calder", roles.Length == 0 ? ["Reviewer", "Supervisor", "Auditor"] : roles, Token, Now, 3);

    public static TipLine Urgent { get; } = Line(
        "4f9c12ab77e04c3d8a11b2c3d4e5f607", 1, 12, channels: Both, latest: 3, holder: "Ines Calder", mine: true, answered: true,
        tags: ["school", "named person"], reasons: ["A time and place", "A weapon", "A named target"], recordings: 1, statements: 2,
            attachments: 2);

    public static QueueModel Queue(string view = "open") => new(
        Shell(), new QueueFilter(view, null, null, null, null, null, null, null, "priority", null),
        new Dictionary<string, string>
        {
            ["open"] = "47", ["mine"] = "3", ["unassigned"] = "31", ["escalated"] = "2", ["waiting"] = "9", ["closed"] = "200+",
        },
        [
            Urgent,
            Line("81d0a9b2c3d4e5f60718293a4b5c6d7e", 1, 26, reasons: ["A weapon", "A threat to life"], recordings: 1, escalated: true,
                tags: ["mosque"]),
            Line("c3d4e5f60718293a4b5c6d7e8f90a1b2", 2, 41, language: "es", reasons: ["A named target", "A home address"], recordings: 2,
                holder: "Marta Ruiz", latest: 18, tags: ["doxing"]),
            Line("e5f60718293a4b5c6d7e8f90a1b2c3d4", 2, 55, ["Text"], reasons: ["A home address"], statements: 4, attachments: 3,
                tags: ["doxing", "election office"]),
            Line("0718293a4b5c6d7e8f90a1b2c3d4e5f6", 2, 95, ["Web"], reasons: ["Following somebody"], statements: 1, answered: true,
                latest: 8, language: "es"),
            Line("18293a4b5c6d7e8f90a1b2c3d4e5f607", 3, 130, reasons: ["Repeated calls"], recordings: 1, holder: "Devon Okafor"),
            Line("293a4b5c6d7e8f90a1b2c3d4e5f60718", 3, 171, ["Text"], statements: 2, attachments: 1),
            Line("3a4b5c6d7e8f90a1b2c3d4e5f6071829", 3, 260, ["Phone"], recordings: 1, language: "es") with
            {
                Unread = ["recording-RE9"],
            },
            Line("4b5c6d7e8f90a1b2c3d4e5f60718293a", 3, 420, ["Web"], statements: 1, tags: ["clinic"], attachments: 6),
            Line("5c6d7e8f90a1b2c3d4e5f60718293a4b", 3, 1500, ["Phone"], recordings: 3, latest: 300, holder: "Lena Brandt",
                tags: ["school"]),
            Line("6d7e8f90a1b2c3d4e5f60718293a4b5c", 4, 2900, ["Text"], statements: 1) with { Lowered = ["Blocked", "Many"] },
            Line("7e8f90a1b2c3d4e5f60718293a4b5c6d", 4, 4400, ["Phone"], recordings: 1) with { Lowered = ["Silent"] },
            Line("8f90a1b2c3d4e5f60718293a4b5c6d7e", 4, 12000, ["Web"], statements: 1, language: null) with { Lowered = ["Repeated"] },
        ],
        "next-page", [new("Spanish, urgent", "view=open&language=es&priority=1"), new("School threats", "view=open&tag=school")],
        ["Main line, 555-0100", "Línea, 555-0111"], ["clinic", "doxing", "election office", "mosque", "named person", "school"], People);

    public static QueueModel Empty => Queue("mine") with
    {
        Tips = [], Next = null, Filter = Queue("mine").Filter with { Priority = 1, Language = "es" },
    };

    // It came over the fallback, too.
    public static TipModel Lowered => Tip with
    {
        Tip = Urgent with { Lowered = ["Blocked", "Many", "Repeated", "Silent"] }, IsBlocked = true,
        Parts = [.. Parts.Select(part => part with { OverFallback = true })],
    };

    public static TipModel Tip => new(
        Shell(), Urgent, "W/7", Parts, Reasons,
        [new("5c6d7e8f90a1b2c3d4e5f60718293a4b", "Same school, same voice, last month", Now.AddDays(-1), "open", null)],
        [new("293a4b5c6d7e8f90a1b2c3d4e5f60718", "Names Alder Creek and Thursday too", Now.AddHours(-3), "open", 0.83)],
        [new("6d7e8f90a1b2c3d4e5f60718293a4b5c", "Texted from the same number", Now.AddDays(-2), "closed", null)],
        [
            new("Marta Ruiz", Now.AddMinutes(-10),
                "Alder Creek has one entrance on Hollis Street, and the canteen door behind it. "
                + "The school’s officer is on duty until four."),
            new("Ines Calder", Now.AddMinutes(-6), "Heard it twice. He says “Thursday” at 0:31, the transcript had “thirsty”."),
        ],
        [new(1, "Ines Calder", Now.AddMinutes(-8), "Thank you. Do you know which Thursday he means, and is he a student there?",
            "Text message delivered · also waits under the receipt")],
        History, null, true, Now.AddMinutes(22), true, "The question is on its way.", null, new Dictionary<string, string>(), People);

    public static TipModel Refused => Tip with
    {
        Tip = Urgent with { Priority = 3, Holder = "Marta Ruiz", HeldByMe = false, Answered = false, Tags = [] },
        CanAct = false, Notice = null, Reasons = [], Questions = [],
        Conflict = "Marta Ruiz claimed this tip two minutes ago and wrote a note.",
        Draft = new Dictionary<string, string> { ["note.text"] = "The caller says that he has since deleted the post." },
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
        Draft = new Dictionary<string, string> { ["close.reason"] = "I had told the school’s officer, who\nwill call back by four." },
    };

    public static TipModel Closed => Tip with
    {
        Tip = Urgent with { Priority = 4, State = "closed", Disposition = "ProtectedSpeech", Holder = null, HeldByMe = false,
            Answered = false },
        CanAct = false, Notice = null, ShownNumber = "+1 500 555 0142", Questions = [], Parts = [.. Parts.Take(2)],
    };

    public static TipModel Web => Tip with
    {
        Tip = Line(
            "0718293a4b5c6d7e8f90a1b2c3d4e5f6", 2, 95, ["Web"], latest: 4, holder: "Ines Calder", mine: true, answered: true,
            tags: ["doxing"], reasons: ["A home address", "A named target"], statements: 1, attachments: 5) with { Line = "" },
        Notice = null, WokenFrom = "Informational", SameNumber = [], Suggested = [], Notes = [],
        Links = [new("18293a4b5c6d7e8f90a1b2c3d4e5f607", "The reporter's answer", Now.AddMinutes(-4), "open", null)],
        Reasons = [new("A home address", "14 Alder Court", "statement-W1"), new("A named target", "Dr. Amara Weiss", "statement-W1")],
        Parts =
        [
            Part("statement-W1", "Statement", 95, "Web") with
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
            Part("attachment-W1", "Attachment", 95, "Web") with { MediaType = "image/png", Length = 412_000,
                FileName = "screenshot of the post.png" },
            Part("attachment-W2", "Attachment", 95, "Web") with { MediaType = "audio/mpeg", Length = 912_000,
                FileName = "voicemail-tuesday.mp3" },
            Part("attachment-W3", "Attachment", 95, "Web") with { MediaType = "video/mp4", Length = 12_400_000, FileName = "door.mp4" },
            Part("attachment-W4", "Attachment", 95, "Web") with { MediaType = "application/pdf", Length = 88_000,
                FileName = new string('l', 60) + "etter.pdf" },
            Part("attachment-W5", "Attachment", 95, "Web") with { MediaType = "application/octet-stream", Length = 20, FileName = "notes" },
            Part("statement-W2", "Statement", 4, "Web") with
            {
                Text = "The second post names the street again, I saved it.", Answer = "18293a4b5c6d7e8f90a1b2c3d4e5f607",
            },
            Part("attachment-W6", "Attachment", 4, "Web") with
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

    public static UndeliveredModel Undelivered => new(Shell(),
    [
        new("statement-SM5550100-9b2c", "tips", "The envelope has schema 2; this version reads schema 1.", Now.AddMinutes(-14), 1, 2_311,
            "waiting"),
        new("recording-RE5550101-11aa", "tips", "No key here opens it: it was sealed with key 4e1f, which this room does not hold.",
            Now.AddHours(-5), 10, 18_420, "waiting"),
        new("recording-RE5550102-11ab", "tips", "No key here opens it: it was sealed with key 4e1f, which this room does not hold.",
            Now.AddHours(-4), 10, 18_120, "waiting"),
        new("sms-question-77", "review", "Twilio refused the number for 48 hours.", Now.AddDays(-1), 24, 812, "waiting"),
        new("statement-SM5550077-00af", "tips", "The message is not a CloudEvent in JSON.", Now.AddDays(-3), 1, 64, "aside"),
    ])
    {
        Causes =
        [
            new("4e1f0a2b", "tips", "No key here opens it: it was sealed with key 4e1f, which this room does not hold.", 1_500, Now.AddHours(-5)),
            new("77aa12cd", "review", "Twilio refused the number for 48 hours.", 1, Now.AddDays(-1)),
        ],
        Notice = "500 messages sent again. 1000 wait: send again once more.", Next = "?after=1",
    };

    public static AuditModel Audit(params string[]? findings) => new(Shell(),
    [
        new(Now.AddMinutes(-1), "Ines Calder", "looked at the audit", null, null, "203.0.113.7"),
        new(Now.AddMinutes(-3), "Line", "accepted a part", Urgent.Id, "statement from a text", null),
        new(Now.AddMinutes(-8), "Ines Calder", "asked the reporter", Urgent.Id, "question 1", "203.0.113.7"),
        new(Now.AddMinutes(-9), "Ines Calder", "listened to a recording", Urgent.Id, "recording-RE5550142", "203.0.113.7"),
        new(Now.AddMinutes(-11), "Ines Calder", "claimed", Urgent.Id, "until 16:04", "203.0.113.7"),
        new(Now.AddMinutes(-31), "Marta Ruiz", "closed", "6d7e8f90a1b2c3d4e5f60718293a4b5c", "as informational", "203.0.113.19"),
        new(Now.AddHours(-2), "Devon Okafor", "signed in", null, null, "198.51.100.4"),
    ], null, Urgent.Id, null, "more", findings);

    private static ReasonView[] Reasons =>
    [
        new("A time and place", "Thursday at lunch", "transcript-RE5550142"), new("A weapon", "his uncle's rifle", "transcript-RE5550142"),
        new("A named target", "Mr. Pellam", "statement-SM1"),
    ];

    private static PartView[] Parts =>
    [
        Part("recording-RE5550142", "Recording", 12, "Phone") with { MediaType = "audio/wav", Length = 1_820_000, Seconds = 84 },
        Part("transcript-RE5550142", "Transcript", 11, "Phone") with
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
        Part("call-CA5550142", "CallSummary", 10, "Phone") with { Text = "The caller hung up", Seconds = 92 },
        Part("statement-SM1", "Statement", 9, "Text") with
        {
            Text = "This is the woman who called. Here is the post. The teacher he means is Mr. Pellam, he failed him last term.\n"
                + "It was at https://example.org/p/8841 but it is gone now",
        },
        Part("attachment-ME1", "Attachment", 9, "Text") with { MediaType = "image/jpeg", Length = 412_000 },
        Part("attachment-ME2", "Attachment", 8, "Text") with { MediaType = "application/pdf", Length = 88_000,
            Damaged = "It is shorter than it was when it came." },
        Part("attachment-ME3", "Attachment", 7, "Text") with { MediaType = "video/mp4", Length = 2_400_000 },
        Part("statement-SM2", "Statement", 3, "Text") with { Text = "This Thursday. Yes he is in 10th grade, room 214 I think" },
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

    private static PartView Part(string id, string kind, int minutes, string channel) =>
        new(id, kind, Now.AddMinutes(-minutes), channel, "en", null, [], null, null, null, null, null, null, null, null, null);

    private static TipLine Line(
        string id, int priority, int minutes, string[]? channels = null, string? language = "en", string? holder = null, bool mine = false,
        bool escalated = false, bool answered = false, string[]? tags = null, string[]? reasons = null, int recordings = 0,
        int statements = 0, int attachments = 0, int? latest = null) => new(
        id, "open", priority, Now.AddMinutes(-minutes), Now.AddMinutes(-(latest ?? minutes)), language == "es" ?
            "Línea, 555-0111" : "Main line, 555-0100",
        channels ?? ["Phone"], language, holder, mine, escalated, answered, tags ?? [], reasons ?? [], recordings, statements,
            attachments, null);
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Receipts;
using Hotline.Local.Line;
using Hotline.Platform.Twilio;
using Hotline.Review.Tips;
using Twilio.Security;

namespace Hotline.Tests.EndToEnd.Fuzzing;

/// <summary>What comes from outside is read, or refused by the exception that says so, whatever it is.</summary>
public sealed class ReadingTests
{
    private const string Url = "https://hotline.example.org/twilio/voice/answer?language=en";
    private static readonly DateTimeOffset At = new(2026, 11, 24, 20, 15, 0, TimeSpan.Zero);
    private static readonly string Letter = Envelope.Write(
        new Part(TipOf.Text("SM1"), new PartId("statement-SM1"), PartKind.Statement, Channel.Text, "en", At, "a.b.c.d.e"));

    [Property(MaxTest = 2000)]
    public Property An_envelope_of_any_bytes_is_read_or_refused() => Mutations(Letter, text => Envelope.Read(text));

    [Property(MaxTest = 1000)]
    public Property A_reply_of_any_bytes_is_read_or_refused() => Mutations("""{"lookup":"0123","kind":"status","number":1,"sealed":"a.b.c.d.e"}""", text => Reply.Read(text));

    [Property(MaxTest = 1000)]
    public Property An_order_of_any_bytes_is_read_or_refused() => Mutations("""{"work":"import","shard":"0","evidence":"RE1"}""", text => WorkOrder.Read(text));

    [Property(MaxTest = 1000)]
    public Property Reviews_order_of_any_bytes_is_read_or_refused() => Mutations("""{"work":"tell","tip":"0123","by":"0123","telling":3}""", text => ReviewOrder.Read(text));

    [Property(MaxTest = 1000)]
    public Property A_code_of_any_characters_is_read_or_none() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text => ReceiptCode.Parse(text) is not { } code || code.Digits.Length == 16);

    [Property(MaxTest = 1000)]
    public Property A_form_of_any_characters_is_read_or_refused() => Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text =>
    {
        try
        {
            return TwilioForm.Parse(text ?? "").Pairs.Count >= 0;
        }
        catch (TwilioFormException)
        {
            return true;
        }
    });

    // Twilio's own library is the judge, but for keys that differ in case alone and for a key twice, where it errs.
    [Property(MaxTest = 1000)]
    public Property A_signature_is_valid_where_twilios_library_says_so_and_no_change_of_the_form_keeps_it() => Prop.ForAll(
        Forms().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (form, at) =>
        {
            var signature = Webhook.Sign(Url, form.Select(pair => (pair.Key, pair.Value)));
            var ours = WebhookSignature.IsValid(Url, form, signature, [LineSettings.AuthToken]);
            var theirs = new RequestValidator(LineSettings.AuthToken).Validate(Url, form.ToDictionary(), signature);
            var changed = form.Select((pair, n) => n == at % form.Count ? KeyValuePair.Create(pair.Key, pair.Value + "x") : pair).ToList();
            return ours && theirs && !WebhookSignature.IsValid(Url, changed, signature, [LineSettings.AuthToken])
                && !WebhookSignature.IsValid(Url + "x", form, signature, [LineSettings.AuthToken]);
        });

    private static Gen<List<KeyValuePair<string, string>>> Forms() =>
        from keys in Gen.NonEmptyListOf(Gen.Elements("CallSid", "From", "To", "Body", "Digits", "é", "Ä", "z1", "z10", "Z"))
        from values in Gen.ArrayOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))])), 20)
        select keys.DistinctBy(key => key.ToUpperInvariant()).Select((key, n) => KeyValuePair.Create(key, values[n])).ToList();

    // Of the real thing: bytes flipped, cut, doubled, put elsewhere.
    private static Property Mutations(string real, Action<string> read) => Prop.ForAll(
        Gen.ListOf(Gen.Zip(Gen.Choose(0, 3), Gen.Choose(0, 10_000))).ToArbitrary(), changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(real);
            foreach (var (kind, where) in changes)
            {
                var at = bytes.Length == 0 ? 0 : where % bytes.Length;
                if (bytes.Length > 0 && kind == 0)
                    bytes[at] ^= (byte)(1 << (where % 8));
                else
                    bytes = kind switch
                    {
                        1 => bytes[..at], 2 => [.. bytes[..at], .. bytes[at..], .. bytes[at..]], _ => [.. bytes[at..], .. bytes[..at]],
                    };
                if (bytes.Length > 100_000)
                    break;
            }

            try
            {
                read(Encoding.UTF8.GetString(bytes));
                return true;
            }
            catch (Exception e) when (e is FormatException or RefusedException)
            {
                return true;
            }
        });
}

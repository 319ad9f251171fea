using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.v3;

namespace Hotline.Tests.Repository;

/// <summary>How much one test may hold, and which tests the quick run leaves out.</summary>
public sealed partial class AssertTests
{
    private const int Most = 10;

    private static readonly string Folder = Path.Combine(Oracle.Root, "tests");

    private static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. from type in typeof(AssertTests).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.GetCustomAttributes().OfType<IFactAttribute>().Any()
           select method,
    ];

    // Each is followed by one assert that is nobody's, and a test B with one.
    public static TheoryData<string, int> Bodies => new()
    {
        { "public void A() => Assert.All(C, c =>\n{\nAssert.True(c);\n});", 2 },
        { "public Task A(string b, params (int, int)[] c) => Assert.Equal(1, Assert.Single(c));", 2 },
        { "public void A()\n{\nAssert.Equal($\"{{{Join(\"}\", Assert.Single(C))}\", \"}\");\nAssert.Empty(\"\");\n}", 3 },
        {
            """"
            public void A()
            {
                Assert.Equal('}', '\'');
                if (C)
                {
                    Assert.Equal(@"""}", $"""} {C}""");
                }

                /* } */ // }
                Assert.True(C);
            }
            """", 3
        },
    };

    [Fact]
    public void No_test_has_more_than_ten_asserts()
    {
        var tests = (from file in Sources()
                     from test in Read(File.ReadAllText(file))
                     select (File: Path.GetRelativePath(Folder, file), test.Name, test.Asserts)).ToList();
        // One that the reader overlooks could hold as many as it likes.
        Assert.Equal(
            Methods.Select(method => method.Name).Order(StringComparer.Ordinal),
            tests.Select(test => test.Name).Order(StringComparer.Ordinal));
        Assert.Empty(tests.Where(test => test.Asserts > Most).Select(test => $"{test.File}: {test.Name} has {test.Asserts} asserts."));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_asserts_of_a_test_are_those_of_its_body_alone(string test, int asserts) => Assert.Equal(
        [("A", asserts), ("B", 1)],
        Read(
            $"""
            [Fact]
            {test}

            private void D() => Assert.True(C);

            [Theory]
            [InlineData("(")]
            public void B() => Assert.True(C);
            """));

    [Fact]
    public void A_test_of_a_running_line_is_slow()
    {
        var ofALine = Methods.Where(method => method.DeclaringType!.GetConstructors()
            .Any(constructor => constructor.GetParameters().Any(given => given.ParameterType == typeof(SharedParts)))).ToList();
        Assert.NotEmpty(ofALine);
        Assert.Empty(ofALine.Where(method => !Speeds(method.DeclaringType!).Concat(Speeds(method)).Any(speed => speed is "slow" or "long"))
            .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"));
    }

    private static IEnumerable<string> Speeds(MemberInfo member) =>
        from trait in member.GetCustomAttributes<TraitAttribute>() where trait.Name == "Speed" select trait.Value;

    private static IEnumerable<string> Sources() =>
        from file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        where !Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules")
        select file;

    private static IEnumerable<(string Name, int Asserts)> Read(string source)
    {
        var code = NotCode().Replace(source, skipped => new string(' ', skipped.Length));
        return from head in Head().Matches(code)
               let body = head.Groups["body"]
               // In the source again: the braces of an interpolated string may hold one.
               select (head.Groups["name"].Value, Call().Count(source[body.Index..EndOf(code, body)]));
    }

    // A block ends with its brace, an expression with its semicolon.
    private static int EndOf(string code, Group body)
    {
        var (at, depth, last) = (body.Index, 0, body.Value == "{" ? '}' : ';');
        for (; ; at++)
        {
            depth += code[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth == 0 && code[at] == last)
                return at;
        }
    }

    [GeneratedRegex(@"\bAssert\.")]
    private static partial Regex Call();

    [GeneratedRegex(
        @"^ *\[(?:Fact|Theory|Property)\b.*?^ *public [^(\n]*?(?<name>\w+)\((?:[^()]|\([^()]*\))*\)\s*(?<body>=>|\{)",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Head();

    // Comments, strings and characters: their brackets are none. The braces of an interpolated string may hold strings in turn.
    [GeneratedRegex(
        """
        //[^\n]*
        | /\*.*?\*/
        | \$*("{3,}).*?\1(?!")
        | \$?@\$?"(?:[^"]|"")*"
        | \$"(?>\\.|\{\{|\{(?:[^{}"\\\n]|"(?:\\.|[^"\\\n])*")*\}|[^"\\])*"
        | "(?:\\.|[^"\\])*"
        | '(?:\\[^'\n]+|\\'|[^'\\])'
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotCode();
}

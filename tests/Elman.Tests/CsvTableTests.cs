using System.Text;
using Elman.Formats.Csv;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests;

/// <summary>Tables of numbers as people keep them, and what is said where one cannot be read.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("year,spots\n1700,5\n1701,11.5\n")]
    [InlineData("year;spots\n1700;5\n1701;11.5")]
    [InlineData("year\tspots\r\n1700\t5\r\n1701\t11.5\r\n")]
    [InlineData("\"year\",\"spots\"\n\"1700\", 5 \n1701 ,\"1.15e1\"\n\n")]
    [InlineData("\uFEFFyear,spots\n1700,5\n1701,+11.50\n")]
    [InlineData("\nyear,spots\n\n1700,5\n1701,11.5")]
    public void A_table_is_read_whatever_its_delimiter_quotes_and_mark(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["year", "spots"], table.Names);
        Assert.Equal(2, table.Count);
        Assert.Equal([1700, 1701], table.Column<int>("year").Values.ToArray());
        Assert.Equal([5f, 11.5f], table.Column<float>("spots").Values.ToArray());
        Tensor<double> turned = table.Columns<double>("spots", "year");
        Assert.Equal(new Shape(2, 2), turned.Shape);
        Assert.Equal([5, 1700, 11.5, 1701], turned.Values.ToArray());
        Assert.Equal(["1700", "1701"], table.Text("year"));
    }

    [Fact]
    public void Without_a_header_columns_are_numbered()
    {
        CsvTable table = Read("1,2\n3,4");
        Assert.Equal(["1", "2"], table.Names);
        Assert.Equal([1, 2, 3, 4], table.Numbers<float>().Values.ToArray());
        Assert.Equal(1, Read("1,2\n3,4", new CsvOptions { HasHeader = true }).Count);
        Assert.Equal(2, Read("a,b\n3,4", new CsvOptions { HasHeader = false }).Count);
    }

    [Fact]
    public void A_quoted_cell_may_hold_what_would_end_it()
    {
        CsvTable table = Read("name,x\n\"a, \"\"b\"\"\nc\",1\nd,oops");
        Assert.Equal(["a, \"b\"\nc", "d"], table.Text("name"));
        Assert.Contains("line 4, column 'x': expected a number, found 'oops'", Refused(() => table.Column<float>("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_can_be_given() =>
        Assert.Equal([1f, 2f], Read("1|2", new CsvOptions { Delimiter = '|' }).Numbers<float>().Values.ToArray());

    [Theory, InlineData(""), InlineData("NA"), InlineData("nan"), InlineData("\"\"")]
    public void A_missing_value_is_refused_by_row_and_column_or_NaN_when_asked_for(string cell)
    {
        string text = $"x,y\n1,2\n3,{cell}\n";
        Assert.Contains("line 3, column 'y': expected a number, found none", Refused(() => Read(text).Numbers<double>()), StringComparison.Ordinal);
        Assert.Equal([2, double.NaN], Read(text, new CsvOptions { MissingAsNaN = true }).Column<double>("y").Values.ToArray());
        Assert.Contains("line 3, column 'y'", Refused(() => Read(text, new CsvOptions { MissingAsNaN = true }).Column<int>("y")), StringComparison.Ordinal);
        Assert.Equal([1f, 3f], Read(text).Column<float>("x").Values.ToArray());
    }

    [Theory]
    [InlineData("a;b\n0,5;1", "line 2, column 'a': expected a number, found '0,5'. The decimal sign is a point")]
    [InlineData("a,b\n1e999,1", "line 2, column 'a': expected a finite number, found '1e999'")]
    [InlineData("a,b\n-Infinity,1", "expected a finite number, found '-Infinity'")]
    [InlineData("a,b\n\"1,000\",1", "found '1,000'")]
    [InlineData("a,b\n0x10,1", "found '0x10'")]
    public void A_cell_that_is_no_number_is_named(string text, string message) =>
        Assert.Contains(message, Refused(() => Read(text).Numbers<double>()), StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "line 3: expected 2 cells as on line 1, found 1")]
    [InlineData("a,b\n1,2,3\n", "line 2: expected 2 cells as on line 1, found 3")]
    [InlineData("a,b\n1,\"2\n3,4\n", "line 2: a quote is opened and never closed")]
    [InlineData("a,b\n1,x\"2\"\n", "line 2: a quote stands within a cell")]
    [InlineData("a,b\n1,\"2\"3\n", "line 2: text follows a closing quote")]
    [InlineData("a,b,a\n1,2,3\n", "line 1: two columns are named 'a'")]
    [InlineData("", "expected a table, found no row")]
    [InlineData("\n\n", "expected a table, found no row")]
    public void A_table_that_is_none_is_refused_by_line(string text, string message) =>
        Assert.Contains(message, Refused(() => Read(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("fffe61002c00", "UTF-16 text", 0)]
    [InlineData("feff0061002c", "UTF-16 text (big-endian)", 0)]
    [InlineData("fffe000061000000", "UTF-32 text", 0)]
    [InlineData("504b0304", "a zip", 0)]
    [InlineData("612c620a312c00", "a NUL byte", 6)]
    [InlineData("6d6fe4742c62", "the byte e4", 2)]
    public void Bytes_that_are_no_UTF8_text_are_refused_by_name_and_place(string hex, string what, int offset)
    {
        var error = Assert.Throws<BadFileException>(() => CsvTable.Read(new MemoryStream(Convert.FromHexString(hex)), "table.csv"));
        Assert.Contains($"expected UTF-8 text, found {what}", error.Message, StringComparison.Ordinal);
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Whole_numbers_stay_whole()
    {
        Assert.Equal([3L, -20L], Read("x\n3.0\n-2e1").Column<long>("x").Values.ToArray());
        Assert.Contains("expected a whole number, found '2.5'", Refused(() => Read("x\n2.5").Column<int>("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains("there is no column 'z'. Columns: 'x', 'y'.", Refused(() => Read("x,y\n1,2").Column<float>("z")), StringComparison.Ordinal);

    [Fact]
    public void A_delimiter_that_could_not_stand_between_cells_is_refused() =>
        Assert.Contains("found '\\u000a'", Assert.Throws<ArgumentException>(() => Read("1", new CsvOptions { Delimiter = '\n' })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_refused_by_its_path()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Contains("none.csv", Refused(() => CsvTable.Read(Path.Combine(folder, "none.csv"))), StringComparison.Ordinal);
        Assert.Contains("folder", Refused(() => CsvTable.Read(folder)), StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    private static CsvTable Read(string text, CsvOptions? options = null) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "table.csv", options);

    private static string Refused(Action action) => Assert.Throws<BadFileException>(action).Message;
}

#include "api/importers/csv_reader.hpp"

namespace redress::importers {
namespace {

// Rows as lists of texts; a row that cannot be read as its place.
std::vector<std::vector<std::string>> rows_of(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader{text};
  while (auto row = reader.next()) {
    auto& texts = rows.emplace_back();
    if (!*row) {
      texts.push_back("at " + row->error().position);
      continue;
    }
    for (auto const& field : (*row)->fields) texts.push_back(field.text);
  }
  return rows;
}

struct Sample {
  std::string_view what;
  std::string_view text;
  std::vector<std::vector<std::string>> rows;
};

TEST(CsvReader, ReadsWhatRfc4180Allows) {
  std::vector<Sample> const samples{
      {"nothing", "", {}},
      {"no line break at the end", "a,b", {{"a", "b"}}},
      {"LF and CRLF", "a,b\r\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"empty fields", ",,\n", {{"", "", ""}}},
      {"an empty quoted field is a row", "\"\"\n", {{""}}},
      {"empty lines are passed over", "a\n\n\r\nb\n", {{"a"}, {"b"}}},
      {"a comma in quotes", "\"a,b\",c\n", {{"a,b", "c"}}},
      {"doubled quotes", "\"say \"\"hi\"\"\",\"\"\"\"\n", {{"say \"hi\"", "\""}}},
      {"line breaks in quotes", "\"a\nb\r\nc\",d\n", {{"a\nb\r\nc", "d"}}},
      {"a lone CR is text", "a\rb,c\n", {{"a\rb", "c"}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"blanks belong to the field", " a , b \n", {{" a ", " b "}}},
      {"emoji", "\"好 😀👍🏽\",é\n", {{"好 😀👍🏽", "é"}}},
  };
  for (auto const& sample : samples) EXPECT_EQ(rows_of(sample.text), sample.rows) << sample.what;
}

TEST(CsvReader, NamesThePlaceOfWhatItCannotReadAndGoesOn) {
  std::vector<Sample> const samples{
      {"a quote inside a plain field", "ok\nab\"c,d\nnext\n", {{"ok"}, {"at line 2, column 3"}, {"next"}}},
      {"text after a closing quote", "\"a\"b,c\nnext\n", {{"at line 1, column 4"}, {"next"}}},
      {"a quote that never closes", "x,\"abc\nnext\n", {{"at line 1, column 3"}, {"next"}}},
      {"not UTF-8", "好,\xFF\nnext\n", {{"at line 1, column 3"}, {"next"}}},
  };
  for (auto const& sample : samples) EXPECT_EQ(rows_of(sample.text), sample.rows) << sample.what;
}

TEST(CsvReader, KnowsWhereFieldsBegin) {
  CsvReader reader{"好好,b\n\"x\ny\",z\n"};
  auto const first = reader.next();
  EXPECT_EQ((*first)->fields[1].column, 4);
  auto const second = reader.next();
  EXPECT_EQ((*second)->line, 2);
  EXPECT_EQ((*second)->fields[1].line, 3);
  EXPECT_EQ((*second)->fields[1].column, 4);
}

}  // namespace
}  // namespace redress::importers

// CSV that no spreadsheet takes for a formula, and that ours reads back.
#include "api/exports/csv_text.hpp"

#include <gtest/gtest.h>

namespace redress::exports {
namespace {

struct Row {
  std::string text;
  std::string cell;
};

TEST(CsvCell, is_no_formula_and_quoted_where_it_must_be) {
  for (auto const& [text, cell] : std::vector<Row>{{"", ""},
                                                   {"破损", "破损"},
                                                   {"=1+1", "'=1+1"},
                                                   {"+86 138", "'+86 138"},
                                                   {"-1", "'-1"},
                                                   {"@SUM(A1)", "'@SUM(A1)"},
                                                   {"\tx", "'\tx"},
                                                   {"\rx", "\"'\rx\""},
                                                   {"\nx", "\"'\nx\""},
                                                   {"＝1+1", "'＝1+1"},
                                                   {"＋86 138", "'＋86 138"},
                                                   {"－1", "'－1"},
                                                   {"＠SUM(A1)", "'＠SUM(A1)"},
                                                   {"，=1", "，=1"},
                                                   {"a＝b", "a＝b"},
                                                   {"a=b", "a=b"},
                                                   {"a,b", "\"a,b\""},
                                                   {"a\"b", "\"a\"\"b\""},
                                                   {"a\nb", "\"a\nb\""},
                                                   {"=cmd|'/C calc'!A0,1", "\"'=cmd|'/C calc'!A0,1\""},
                                                   {"'=1", "'=1"}})
    EXPECT_EQ(csv_cell(text), cell) << text;
}

TEST(CsvText, begins_with_a_byte_order_mark_and_keeps_numbers_numbers) {
  Table const table{.name = "t", .heading = {"名称 name", "数 n"}, .rows = {{"茶", -5}, {"-5", 9'007'199'254'740'991}}};
  EXPECT_EQ(csv_text(table),
            "\xEF\xBB\xBF"
            "名称 name,数 n\r\n茶,-5\r\n'-5,9007199254740991\r\n");
}

}  // namespace
}  // namespace redress::exports

#include "api/packs/sheet.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

std::string drawn(std::string const& words, int rows = 3) {
  auto sheet = Sheet::begin({.title = "题目", .author = "店", .created_at = "2026-01-05T02:00:00Z", .footer = "foot"});
  EXPECT_TRUE(sheet.has_value()) << (sheet ? "" : sheet.error().says.en);
  sheet->title("题目", "title");
  sheet->heading("一 one");
  sheet->table({{"#", 0.2}, {"内容", 0.8, true}},
               std::vector<std::vector<std::string>>(static_cast<std::size_t>(rows), {"1", words}));
  sheet->keep_together();
  sheet->paragraph(words);
  sheet->pairs({{"a", words}});
  sheet->let_apart();
  return sheet->finish().value();
}

int pages(std::string const& pdf) {
  auto const at = pdf.find("/Count ");
  return at == std::string::npos ? 0 : std::stoi(pdf.substr(at + 7));
}

TEST(Sheet, the_same_calls_draw_the_same_bytes) {
  auto const first = drawn("退款 refund");
  EXPECT_TRUE(first.starts_with("%PDF-"));
  EXPECT_EQ(first, drawn("退款 refund"));
  EXPECT_NE(first, drawn("换货 exchange"));
}

TEST(Sheet, long_tables_go_on_over_pages_and_no_text_is_taller_than_one) {
  EXPECT_EQ(pages(drawn("短", 3)), 1);
  EXPECT_GE(pages(drawn("短", 120)), 3);
  std::string endless;
  for (int i = 0; i < 30'000; ++i) endless += "长";
  EXPECT_LE(pages(drawn(endless, 2)), 6) << "cut at 1 200 characters";
}

}  // namespace
}  // namespace redress::packs

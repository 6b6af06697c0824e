// How long a chat may be, at the limit and one past it.
#include "api/conversations/conversation.hpp"

#include "api/conversations/xlsx_rows.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace redress::api {
namespace {

std::string pasted(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) text += "买家: a\n";
  return text;
}

std::string csv(std::size_t lines) {
  std::string text = "speaker,time,text\n";
  for (std::size_t i = 0; i < lines; ++i) text += "b,2026-01-05 10:00,a\n";
  return text;
}

TEST(Conversation, has_its_lines_and_not_one_more) {
  for (auto const& [read, text] : {std::pair{&read_pasted_chat, &pasted}, std::pair{&read_chat_csv, &csv}}) {
    auto const at = read(text(conversation_lines_max));
    ASSERT_TRUE(at) << at.error().says.en;
    EXPECT_EQ(at->size(), conversation_lines_max);
    auto const past = read(text(conversation_lines_max + 1));
    ASSERT_FALSE(past);
    EXPECT_EQ(past.error().kind, FaultKind::too_large);
  }
}

TEST(Conversation, has_its_bytes_and_not_one_more) {
  auto const chat = [](std::size_t bytes) {
    return "买家: " + std::string(bytes - std::string_view("买家: ").size(), 'a');
  };
  EXPECT_TRUE(read_pasted_chat(chat(conversation_bytes_max)));
  auto const past = read_pasted_chat(chat(conversation_bytes_max + 1));
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().kind, FaultKind::too_large);
}

// A workbook whose one sheet unpacks to exactly so many bytes.
void write_sheet(std::string const& file, std::size_t bytes) {
  std::string_view const head = R"(<worksheet><sheetData>)", tail = R"(</sheetData></worksheet>)";
  std::string_view const rows =
      R"(<row><c t="inlineStr"><is><t>speaker</t></is></c><c t="inlineStr"><is><t>text</t></is></c></row>)"
      R"(<row><c t="inlineStr"><is><t>b</t></is></c><c t="inlineStr"><is><t>hello</t></is></c></row>)";
  std::string sheet{head};
  sheet += rows;
  sheet.append(bytes - head.size() - rows.size() - tail.size(), ' ');
  sheet += tail;
  auto* const zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_filename(zip, file.c_str());
  auto* const entry = archive_entry_new();
  archive_entry_set_pathname(entry, "xl/worksheets/sheet1.xml");
  archive_entry_set_size(entry, static_cast<la_int64_t>(sheet.size()));
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(zip, entry);
  archive_write_data(zip, sheet.data(), sheet.size());
  archive_entry_free(entry);
  archive_write_free(zip);
}

TEST(Conversation, unpacks_so_much_of_a_spreadsheet_and_not_one_byte_more) {
  auto const file = testing::TempDir() + "redress-sheet-" + std::to_string(::getpid()) + ".xlsx";
  write_sheet(file, xlsx_part_bytes_max);
  auto const at = read_xlsx_rows(file, 100);
  ASSERT_TRUE(at) << at.error().says.en;
  EXPECT_EQ(at->size(), 2U);
  write_sheet(file, xlsx_part_bytes_max + 1);
  auto const past = read_xlsx_rows(file, 100);
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().kind, FaultKind::too_large);
  ::unlink(file.c_str());
}

}  // namespace
}  // namespace redress::api

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

using Parts = std::vector<std::pair<std::string, std::string>>;  // name, content

void write_workbook(std::string const& file, Parts const& parts) {
  auto* const zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_filename(zip, file.c_str());
  for (auto const& [name, content] : parts) {
    auto* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(zip, entry);
    archive_write_data(zip, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_free(zip);
}

// A sheet of exactly so many bytes, in which `who` says hello.
std::string sheet_of(std::size_t bytes, std::string_view who = "b") {
  std::string sheet =
      R"(<worksheet><sheetData>)"
      R"(<row><c t="inlineStr"><is><t>speaker</t></is></c><c t="inlineStr"><is><t>text</t></is></c></row>)"
      R"(<row><c t="inlineStr"><is><t>)";
  sheet += who;
  sheet += R"(</t></is></c><c t="inlineStr"><is><t>hello</t></is></c></row>)";
  std::string_view const tail = R"(</sheetData></worksheet>)";
  sheet.append(bytes - sheet.size() - tail.size(), ' ');
  sheet += tail;
  return sheet;
}

void write_sheet(std::string const& file, std::size_t bytes) {
  write_workbook(file, {{"xl/worksheets/sheet1.xml", sheet_of(bytes)}});
}

std::string temporary_workbook() {
  return testing::TempDir() + "redress-sheet-" + std::to_string(::getpid()) + ".xlsx";
}

TEST(Conversation, unpacks_so_much_of_a_spreadsheet_and_not_one_byte_more) {
  auto const file = temporary_workbook();
  write_sheet(file, xlsx_unpacked_bytes_max);
  auto const at = read_xlsx_rows(file, 100);
  ASSERT_TRUE(at) << at.error().says.en;
  EXPECT_EQ(at->size(), 2U);
  write_sheet(file, xlsx_unpacked_bytes_max + 1);
  auto const past = read_xlsx_rows(file, 100);
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().kind, FaultKind::too_large);
  ::unlink(file.c_str());
}

TEST(Conversation, of_all_parts_of_a_spreadsheet_together_no_more_is_unpacked_than_of_one) {
  auto const file = temporary_workbook();
  std::size_t const half = xlsx_unpacked_bytes_max / 2;
  std::string const empty = "<sst/>";
  for (bool const past : {false, true}) {
    write_workbook(file, {{"xl/worksheets/sheet2.xml", sheet_of(half, "second")},
                          {"xl/sharedStrings.xml", empty},
                          {"xl/worksheets/sheet1.xml", sheet_of(half - empty.size() + (past ? 1 : 0), "first")},
                          {"xl/worksheets/sheet3.xml", sheet_of(half, "third, which nobody needs")}});
    auto const rows = read_xlsx_rows(file, 100);
    ASSERT_EQ(rows.has_value(), !past) << (rows ? "" : rows.error().says.en);
    EXPECT_EQ(rows ? (*rows)[1][0] : std::string(name_of(rows.error().kind)), past ? "too_large" : "first");
  }
  ::unlink(file.c_str());
}

// A text that many cells name is in the file once and in the rows as often as it is named.
TEST(Conversation, cells_of_a_spreadsheet_have_its_bytes_and_not_one_more) {
  auto const file = temporary_workbook();
  std::size_t const shared = 64 * 1024 - xlsx_cell_bytes;
  std::size_t const cells = xlsx_unpacked_bytes_max / (64 * 1024);
  auto const workbook = [&](std::size_t more) {
    std::string sheet = "<worksheet><sheetData>";
    for (std::size_t i = 0; i < cells - 1; ++i) sheet += R"(<row><c t="s"><v>0</v></c></row>)";
    sheet += R"(<row><c t="s"><v>1</v></c></row></sheetData></worksheet>)";
    return Parts{{"xl/sharedStrings.xml", "<sst><si><t>" + std::string(shared, 'a') + "</t></si><si><t>" +
                                              std::string(shared + more, 'b') + "</t></si></sst>"},
                 {"xl/worksheets/sheet1.xml", sheet}};
  };
  write_workbook(file, workbook(0));
  auto const at = read_xlsx_rows(file, 2000);
  ASSERT_TRUE(at) << at.error().says.en;
  EXPECT_EQ(at->size(), cells);
  write_workbook(file, workbook(1));
  auto const past = read_xlsx_rows(file, 2000);
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().kind, FaultKind::too_large);
  ::unlink(file.c_str());
}

// Cells without a word cost their room.
TEST(Conversation, empty_texts_and_cells_of_a_spreadsheet_count_as_well) {
  auto const file = temporary_workbook();
  std::size_t const most = xlsx_unpacked_bytes_max / xlsx_cell_bytes;
  std::string const sheet = sheet_of(1000);
  for (bool const past : {false, true}) {
    std::string strings = "<sst>";
    for (std::size_t i = 0; i < most + (past ? 1 : 0); ++i) strings += "<si/>";
    write_workbook(file, {{"xl/sharedStrings.xml", strings + "</sst>"}, {"xl/worksheets/sheet1.xml", sheet}});
    auto const rows = read_xlsx_rows(file, 100);
    EXPECT_EQ(rows.has_value(), !past) << "texts";
    if (!rows) {
      EXPECT_EQ(rows.error().kind, FaultKind::too_large);
    }
  }
  for (bool const past : {false, true}) {
    std::size_t const columns = 256;  // a row whose last column is told has them all
    std::string wide = "<worksheet><sheetData>";
    std::size_t const full = most / columns - 2;
    for (std::size_t i = 0; i < full; ++i) wide += R"(<row><c r="IV1"><v>1</v></c></row>)";
    std::string const last((2 * columns - 1) * xlsx_cell_bytes - full + (past ? 1 : 0), 'a');
    wide += "<row><c><v>" + last + "</v></c></row></sheetData></worksheet>";
    write_workbook(file, {{"xl/worksheets/sheet1.xml", wide}});
    auto const rows = read_xlsx_rows(file, 20'000);
    EXPECT_EQ(rows.has_value(), !past) << "cells";
    if (!rows) {
      EXPECT_EQ(rows.error().kind, FaultKind::too_large);
    }
  }
  ::unlink(file.c_str());
}

}  // namespace
}  // namespace redress::api

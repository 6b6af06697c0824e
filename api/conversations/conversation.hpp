// A chat as lines: who spoke, when, and what was said. Read from pasted text, from a table (CSV) or a spreadsheet
// (XLSX).
//
// Lines are counted from 1 in the order of the export, and that number is how a quote names them. A time without a zone
// is Beijing's. Nothing is guessed: a line without a speaker has none, one without a time has none.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

struct SpokenLine {
  int number = 0;
  std::string speaker;
  std::optional<Instant> at = {};
  std::string text;
};

using Conversation = std::vector<SpokenLine>;

inline constexpr std::size_t conversation_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t conversation_lines_max = 20'000;

/// Text copied from a chat window: "name 2026-01-05 10:00:00" above the words, "[time] name: words", "name: words", and
/// further lines that belong to the one before. Faults: `too_large`; `evidence_rejected` where nothing was said.
Result<Conversation> read_pasted_chat(std::string_view text);

/// A table with a line of headings that names the speaker, the time and the words, in Chinese or English.
/// Faults: `evidence_rejected` with the headings that are missing, `too_large`, `parse_error` with line and column.
Result<Conversation> read_chat_rows(std::vector<std::vector<std::string>> const& rows);

/// A CSV in UTF-8 or GB18030.
Result<Conversation> read_chat_csv(std::string_view bytes);

/// The first sheet of an XLSX. Faults as above, and `evidence_rejected` for what is no spreadsheet or unpacks too
/// large.
Result<Conversation> read_chat_xlsx(std::filesystem::path const& file);

/// By the type libmagic gave: a spreadsheet, a CSV, or plain text that is a CSV if its first line has commas between
/// known headings, else a pasted chat. Fault `evidence_rejected` for any other type.
Result<Conversation> read_chat_file(std::filesystem::path const& file, std::string_view mime);

/// "2026-01-05 10:00:00", "2026/1/5 10:00", "2026年1月5日 10:00", RFC 3339, or a spreadsheet's day number (46027.5).
std::optional<Instant> read_chat_time(std::string_view text);

/// Where a time stands in a line, for those that have one.
struct FoundTime {
  std::size_t begin;
  std::size_t end;
  Instant at;
};
std::optional<FoundTime> find_chat_time(std::string_view line);

}  // namespace redress::api

#include "api/conversations/conversation.hpp"
#include "api/conversations/xlsx_rows.hpp"
#include "api/importers/csv_reader.hpp"
#include "engine/base/utf8.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>

namespace redress::api {
namespace {

using Row = std::vector<std::string>;

constexpr std::array<std::string_view, 11> speaker_names{"发送人", "发送者",  "发言人", "昵称", "用户", "账号",
                                                         "旺旺",   "speaker", "sender", "from", "name"};
constexpr std::array<std::string_view, 7> time_names{"时间", "发送时间", "日期", "聊天时间", "time", "at", "date"};
constexpr std::array<std::string_view, 8> word_names{"内容", "消息",    "消息内容", "聊天内容",
                                                     "text", "message", "content",  "words"};

std::string heading_of(std::string_view cell) {
  std::string heading;
  for (char const c : cell)
    if (c != ' ' && c != '\t' && c != '\r') heading += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return heading;
}

std::optional<std::size_t> column_of(Row const& headings, std::span<std::string_view const> names) {
  for (std::size_t i = 0; i < headings.size(); ++i)
    if (std::ranges::find(names, std::string_view{heading_of(headings[i])}) != names.end()) return i;
  return std::nullopt;
}

std::string cell_at(Row const& row, std::optional<std::size_t> column) {
  return column && *column < row.size() ? row[*column] : std::string{};
}

Fault too_many_lines() {
  return {FaultKind::too_large,
          {fmt::format("聊天记录超过 {} 条", conversation_lines_max),
           fmt::format("the chat has more than {} lines", conversation_lines_max)}};
}

// Tables made on Chinese Windows are GB18030; iconv knows the code.
std::optional<std::string> utf8_from_gb18030(std::string_view bytes) {
  auto const close = [](iconv_t made) { iconv_close(made); };
  auto const opened = iconv_open("UTF-8", "GB18030");
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::unique_ptr<void, decltype(close)> const converter(opened, close);
  std::string out(bytes.size() * 3 + 4, '\0');
  auto* in_at = const_cast<char*>(bytes.data());  // iconv's signature; it writes nothing there
  auto in_left = bytes.size();
  auto* out_at = out.data();
  auto out_left = out.size();
  if (iconv(opened, &in_at, &in_left, &out_at, &out_left) == static_cast<std::size_t>(-1)) return std::nullopt;
  out.resize(out.size() - out_left);
  return out;
}

Result<std::string> as_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  if (auto text = utf8_from_gb18030(bytes)) return std::move(*text);
  return Fault{FaultKind::evidence_rejected,
               {"文字编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8",
                "the text is neither UTF-8 nor GB18030: save it as UTF-8"}};
}

Result<std::string> content_of(std::filesystem::path const& file) {
  std::error_code error;
  auto const size = std::filesystem::file_size(file, error);
  if (error) return Fault{FaultKind::internal, {"文件无法读取", "the file cannot be read"}};
  if (size > conversation_bytes_max)
    return Fault{FaultKind::too_large, {"聊天记录超过16 MiB", "the chat is larger than 16 MiB"}};
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool looks_like_a_table(std::string_view text) {
  importers::CsvReader reader(text.substr(0, std::min(text.find('\n'), std::size_t{4096})));
  auto const row = reader.next();
  if (!row || !*row) return false;
  Row headings;
  for (auto const& field : (*row)->fields) headings.push_back(field.text);
  return headings.size() > 1 && column_of(headings, word_names) && column_of(headings, speaker_names);
}

}  // namespace

Result<Conversation> read_chat_rows(std::vector<Row> const& rows) {
  if (rows.empty()) return Fault{FaultKind::evidence_rejected, {"表格是空的", "the table is empty"}};
  auto const speaker = column_of(rows.front(), speaker_names);
  auto const time = column_of(rows.front(), time_names);
  auto const words = column_of(rows.front(), word_names);
  if (!speaker || !words)
    return Fault{FaultKind::evidence_rejected,
                 {fmt::format("表头缺少{}{}列（第一行应有 发送人、时间、内容）", speaker ? "" : "“发送人”",
                              words ? "" : "“内容”"),
                  fmt::format("the headings lack a column for{}{} (the first row names speaker, time and text)",
                              speaker ? "" : " the speaker", words ? "" : " the words")}};
  Conversation lines;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto said = cell_at(rows[i], words);
    auto who = cell_at(rows[i], speaker);
    if (said.empty() && who.empty()) continue;
    if (lines.size() == conversation_lines_max) return too_many_lines();
    lines.push_back(
        {static_cast<int>(lines.size()) + 1, std::move(who), read_chat_time(cell_at(rows[i], time)), std::move(said)});
  }
  if (lines.empty())
    return Fault{FaultKind::evidence_rejected, {"表格里没有聊天内容", "nothing was said in this table"}};
  return lines;
}

Result<Conversation> read_chat_csv(std::string_view bytes) {
  if (bytes.size() > conversation_bytes_max)
    return Fault{FaultKind::too_large, {"聊天记录超过16 MiB", "the chat is larger than 16 MiB"}};
  auto const text = as_utf8(bytes);
  if (!text) return text.error();
  importers::CsvReader reader(*text);
  std::vector<Row> rows;
  while (auto const row = reader.next()) {
    if (!*row) return row->error();
    if (rows.size() > conversation_lines_max) return too_many_lines();
    auto& cells = rows.emplace_back();
    for (auto const& field : (*row)->fields) cells.push_back(field.text);
  }
  return read_chat_rows(rows);
}

Result<Conversation> read_chat_xlsx(std::filesystem::path const& file) {
  auto const rows = read_xlsx_rows(file, conversation_lines_max + 1);
  if (!rows) return rows.error();
  return read_chat_rows(*rows);
}

Result<Conversation> read_chat_file(std::filesystem::path const& file, std::string_view mime) {
  if (mime == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") return read_chat_xlsx(file);
  bool const table = mime == "text/csv" || mime == "application/csv";
  if (!table && mime != "text/plain")
    return Fault{FaultKind::evidence_rejected,
                 {fmt::format("{} 文件不能读成聊天记录，请用文本、CSV 或 XLSX", mime),
                  fmt::format("a file of type {} cannot be read as a chat: use text, CSV or XLSX", mime)}};
  auto const bytes = content_of(file);
  if (!bytes) return bytes.error();
  if (table) return read_chat_csv(*bytes);
  auto const text = as_utf8(*bytes);
  if (!text) return text.error();
  return looks_like_a_table(*text) ? read_chat_csv(*text) : read_pasted_chat(*text);
}

}  // namespace redress::api

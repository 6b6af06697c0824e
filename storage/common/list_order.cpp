#include "storage/common/list_order.hpp"

#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace redress::storage {
namespace {

constexpr std::string_view list_mark = "list/";
constexpr std::string_view trail_mark = "trail/";

[[noreturn]] void refuse_cursor() {
  throw FaultError(
      invalid_params("params.cursor", "游标不是由上一页给出的", "the cursor was not given out by a previous page"));
}

std::string sealed(std::string_view text) { return ledger::base64(ledger::as_bytes(text)); }

// The text a cursor holds after `mark`.
std::string opened(std::string_view cursor, std::string_view mark) {
  auto const bytes = ledger::from_base64(cursor);
  if (!bytes) refuse_cursor();
  std::string text(bytes->begin(), bytes->end());
  if (!text.starts_with(mark)) refuse_cursor();
  return text.substr(mark.size());
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size()) refuse_cursor();
  return value;
}

}  // namespace

std::int64_t due_ms_of(Case const& case_) { return case_.due && !case_.final ? case_.due->at.ms : no_due_ms; }

ListKey list_key_of(Case const& case_) { return {due_ms_of(case_), case_.id}; }

std::string cursor_after(ListKey const& key) { return sealed(fmt::format("{}{}/{}", list_mark, key.due_ms, key.id)); }

ListKey list_key_from(std::string_view cursor) {
  if (cursor.empty()) return {};
  auto const text = opened(cursor, list_mark);
  auto const slash = text.find('/');
  if (slash == std::string::npos) refuse_cursor();
  return {number(std::string_view(text).substr(0, slash)), text.substr(slash + 1)};
}

std::string cursor_after(std::int64_t case_seq) { return sealed(fmt::format("{}{}", trail_mark, case_seq)); }

std::int64_t case_seq_from(std::string_view cursor) { return cursor.empty() ? -1 : number(opened(cursor, trail_mark)); }

int page_limit(int asked) { return std::clamp(asked, 1, 1000); }

}  // namespace redress::storage

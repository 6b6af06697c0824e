#include "api/service/audit_query.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/shop_asked.hpp"
#include "engine/base/utf8.hpp"
#include "engine/cases/office_entry.hpp"
#include "storage/common/search_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 1000;
constexpr std::size_t listed_default = 50;
constexpr std::int64_t before_chars = 30;  // of the text in front of what was found
constexpr std::int64_t shown_chars = 120;

// `count` characters from `begin` on; `begin` is where a character begins.
std::string_view characters(std::string_view text, std::size_t begin, std::int64_t count) {
  auto rest = text.substr(begin);
  auto const whole = rest;
  while (count-- > 0 && take_code_point(rest)) {
  }
  return whole.substr(0, whole.size() - rest.size());
}

/// A query as it was typed, and as phrases.
struct Wanted {
  std::string text;
  std::vector<storage::Phrase> phrases;

  bool is_in(std::string_view where) const {
    return storage::found_in(fmt::format("{}", fmt::join(storage::words_of(where), " ")), phrases);
  }

  // The lines around the query's first part where it stands there as typed; otherwise how the text begins.
  std::string around(std::string_view where) const {
    auto const part = std::string_view(text).substr(0, text.find(' '));
    auto const at = where.find(part);
    if (at == std::string_view::npos) return std::string(characters(where, 0, shown_chars));
    std::size_t begin = at;
    for (std::int64_t back = 0; begin > 0 && back < before_chars; ++back) {
      --begin;
      while (begin > 0 && (static_cast<unsigned char>(where[begin]) & 0xC0U) == 0x80U) --begin;
    }
    return std::string(characters(where, begin, shown_chars));
  }
};

std::string when(StoreReader& store, std::string const& entry_id) {
  auto const entry = store.find_entry(entry_id);
  return entry ? AuditEntry{*entry}.text("at") : std::string{};
}

array places_in(StoreReader& store, std::string const& case_id, Wanted const& wanted) {
  array places;
  auto const add = [&](std::string field, std::string const& id, std::string at, std::string_view text) {
    places.push_back(
        object{{"field", std::move(field)}, {"id", id}, {"at", std::move(at)}, {"text", wanted.around(text)}});
  };
  for (auto const& personal : store.personal_of(case_id))
    if (is_words(personal.name) && wanted.is_in(personal.text))
      add(personal.name, personal.entry_id, when(store, personal.entry_id), personal.text);
  for (auto const& item : store.evidence_of(case_id)) {
    auto const at = format_rfc3339(item.added_at);
    if (item.text && wanted.is_in(*item.text)) add("evidence." + item.kind, item.id, at, *item.text);
    if (wanted.is_in(item.note)) add("evidence.note", item.id, at, item.note);
  }
  return places;
}

}  // namespace

AnswerText search_texts(Store& store, DeskCall const& call, AuditBounds const& bounds) {
  Wanted const wanted{text_of(call.params, "text"), storage::phrases_of(text_of(call.params, "text"))};
  if (wanted.phrases.empty())
    return fault_text(invalid_params("params.text", "没有可检索的字词", "has no word in it to look for"));
  auto const begin = seq_from_cursor(call.params);
  if (!begin) return fault_text(begin.error());
  auto const shop = shop_asked(call);
  auto const listed_max = limit_of(call.params, listed_default);
  array found;
  std::int64_t seq = *begin;
  int read = 0;
  bool more = false;
  store.read([&](StoreReader& reader) {
    auto const last = *begin + bounds.search_entries;
    for (;;) {
      auto const entries = reader.entries_from(seq, page);
      for (auto const& entry : entries) {
        if (found.size() == listed_max || read == bounds.search_cases || seq == last) return void(more = true);
        ++seq;
        if (entry.case_seq != 0 || is_office(entry.case_id)) continue;  // a case begins here
        auto const of_case = reader.find_case(entry.case_id);
        if (!of_case || (!shop.empty() && of_case->shop != shop)) continue;
        ++read;
        if (!may_read_words(person_behind(reader, entry.case_id), call.actor.role)) continue;
        auto places = places_in(reader, entry.case_id, wanted);
        if (places.empty()) continue;
        object item{
            {"case_id", entry.case_id}, {"shop", of_case->shop}, {"kind", of_case->kind}, {"state", of_case->state}};
        add_labels(item);
        item.emplace("found", std::move(places));
        found.push_back(std::move(item));
      }
      if (entries.size() < page) return;
    }
  });
  object result{{"cases", std::move(found)}, {"scanned", read}};
  if (more) result.emplace("next_cursor", std::to_string(seq));
  return result_text(std::move(result));
}

}  // namespace redress::api

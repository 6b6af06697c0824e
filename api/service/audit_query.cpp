#include "api/service/audit_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace redress::api {
namespace {

constexpr std::int64_t page_first = 64;  // newest first, what is asked for is mostly near
constexpr std::int64_t page_most = 1000;
constexpr std::size_t listed_default = 50;
constexpr std::string_view below_mark = "below/";

// Newest first a cursor says under which seq the next page begins: what is recorded meanwhile stands above it, so pages
// neither repeat an entry nor leave one out.
Result<std::int64_t> seq_below_cursor(boost::json::object const& params, std::int64_t size) {
  auto const cursor = text_of(params, "cursor");
  if (cursor.empty()) return size;
  if (!cursor.starts_with(below_mark) || cursor.size() == below_mark.size()) return no_cursor_of_this();
  auto const seq = seq_from_cursor({{"cursor", cursor.substr(below_mark.size())}});
  if (!seq || *seq > size) return no_cursor_of_this();
  return *seq;
}

struct Page {
  boost::json::array listed = {};
  std::int64_t scanned = 0;
  std::string next_cursor = {};  // "" where there is no more
};

class Asked {
 public:
  Asked(AuditFilter const& filter, BookShelf& shelf, StoreReader& store, DeskCall const& call,
        AuditBounds const& bounds)
      : filter_(filter),
        shelf_(shelf),
        store_(store),
        names_(store),
        listed_max_(limit_of(call.params, listed_default)),
        scanned_max_(bounds.query_entries) {}

  Page oldest_first(std::int64_t begin) {
    for (auto seq = begin;;) {
      auto const entries = store_.entries_from(seq, page_most);
      for (auto const& each : entries) {
        if (is_full()) return handed_on(std::to_string(seq));
        take(each);
        ++seq;
      }
      if (entries.size() < page_most) return std::move(page_);
    }
  }

  Page newest_first(std::int64_t below) {
    auto step = page_first;
    for (auto seq = below; seq > 0; step = std::min(2 * step, page_most)) {
      auto const entries =
          store_.entries_from(std::max<std::int64_t>(seq - step, 0), static_cast<int>(std::min(step, seq)));
      for (auto const& each : entries | std::views::reverse) {
        if (is_full()) return handed_on(fmt::format("{}{}", below_mark, seq));
        take(each);
        --seq;
      }
    }
    return std::move(page_);
  }

 private:
  bool is_full() const { return page_.listed.size() == listed_max_ || page_.scanned == scanned_max_; }

  Page handed_on(std::string cursor) {
    page_.next_cursor = std::move(cursor);
    return std::move(page_);
  }

  void take(Entry const& each) {
    ++page_.scanned;
    if (!filter_.may_cover(each)) return;
    AuditEntry const entry{each};
    if (filter_.covers(entry, shelf_, store_)) page_.listed.push_back(audit_item(entry, shelf_, store_, names_));
  }

  AuditFilter const& filter_;
  BookShelf& shelf_;
  StoreReader& store_;
  ActorNames names_;
  std::size_t const listed_max_;
  std::int64_t const scanned_max_;
  Page page_;
};

}  // namespace

AnswerText query_entries(Store& store, RulebooksInForce const& books, DeskCall const& call, AuditBounds const& bounds) {
  auto const filter = AuditFilter::of(call);
  if (!filter) return fault_text(filter.error());
  AnswerText text;
  store.read([&](StoreReader& reader) {
    auto const size = reader.ledger_size();
    bool const newest = text_of(call.params, "order") == "newest";
    auto const begin = newest ? seq_below_cursor(call.params, size) : seq_from_cursor(call.params);
    if (!begin) return void(text = fault_text(begin.error()));
    BookShelf shelf{books.now(), reader};
    Asked asked{*filter, shelf, reader, call, bounds};
    auto page = newest ? asked.newest_first(*begin) : asked.oldest_first(*begin);
    boost::json::object result{{"entries", std::move(page.listed)}, {"scanned", page.scanned}, {"head", size - 1}};
    if (!page.next_cursor.empty()) result.emplace("next_cursor", std::move(page.next_cursor));
    text = result_text(std::move(result));
  });
  return text;
}

}  // namespace redress::api

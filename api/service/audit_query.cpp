#include "api/service/audit_query.hpp"

namespace redress::api {
namespace {

constexpr int page = 1000;
constexpr std::size_t listed_default = 50;

}  // namespace

AnswerText query_entries(Store& store, RulebooksInForce const& books, DeskCall const& call, AuditBounds const& bounds) {
  auto const filter = AuditFilter::of(call);
  if (!filter) return fault_text(filter.error());
  auto const begin = seq_from_cursor(call.params);
  if (!begin) return fault_text(begin.error());
  auto const listed_max = limit_of(call.params, listed_default);
  boost::json::array listed;
  std::int64_t seq = *begin;
  bool more = false;
  store.read([&](StoreReader& reader) {
    BookShelf shelf{books.now(), reader};
    auto const last = *begin + bounds.query_entries;
    for (;;) {
      auto const entries = reader.entries_from(seq, page);
      for (auto const& each : entries) {
        if (listed.size() == listed_max || seq == last) return void(more = true);
        ++seq;
        if (!filter->may_cover(each)) continue;
        AuditEntry const entry{each};
        if (filter->covers(entry, shelf, reader)) listed.push_back(audit_item(entry, shelf, reader));
      }
      if (entries.size() < page) return;
    }
  });
  boost::json::object result{{"entries", std::move(listed)}, {"scanned", seq - *begin}};
  if (more) result.emplace("next_cursor", std::to_string(seq));
  return result_text(std::move(result));
}

}  // namespace redress::api

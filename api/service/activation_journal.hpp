// Which rulebooks are in force and since when, which were activated last, and every activation: who, when, from which
// entry on. One setting of the store.
//
// Errors: none of its own; a setting that is no JSON is our bug.
#pragma once

#include "engine/cases/store.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <boost/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

/// A book whose digest is another than it was; "" where there was, or is, none.
struct BookChange {
  std::string book;
  std::string shop;  // "" a platform's book
  std::string from;
  std::string to;
};

boost::json::object to_json(BookChange const& change);

class ActivationJournal {
 public:
  /// What the store holds; nothing in force if it never heard of any.
  static ActivationJournal read(StoreReader& store);

  /// From what is noted as in force, or as activated last, to these books; by book.
  std::vector<BookChange> changes_to(rules::Library const& books) const;
  std::vector<BookChange> not_activated(rules::Library const& books) const;

  bool empty() const { return in_force_.empty(); }

  struct Occasion {
    Actor actor;
    std::string request_id;
    Instant at;
    std::int64_t from_seq;  // the first entry that is decided by these books
    std::string entry_id;   // of the office entry; "" at the very first start
  };

  /// These books are in force from now on; `activated`: because someone asked for it. Returns the item of the journal.
  /// `more` may add members.
  boost::json::object note(rules::Library const& books, Occasion const& occasion, bool activated,
                           std::function<void(boost::json::object&)> const& more = {});

  void write(StoreWriter& store) const;

  /// RFC 3339; "" for a book that is not in force.
  std::string since(std::string_view book) const;

  /// Oldest first: {at, actor, role, request_id, entry_id?, from_seq, changes, moves?, moves_total?}.
  boost::json::array const& items() const { return items_; }

 private:
  boost::json::object in_force_;   // book -> {digest, shop, since}
  boost::json::object activated_;  // book -> {digest, shop}
  boost::json::array items_;
};

}  // namespace redress::api

// One entry as an audit reads it: what it moved or asked for, which clauses refused it, which it passed, and whether it
// closed its case (docs/audit.md, "Words").
//
// Amounts are whole minor units of the case's currency. Reads an entry and the rulebook it names; writes nothing.
#pragma once

#include "api/service/actor_names.hpp"
#include "api/service/rulebooks_in_force.hpp"
#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

/// The rulebooks that entries name by their digests: those in force, then those the store kept. Borrows the reader.
class BookShelf {
 public:
  BookShelf(LibraryPointer in_force, StoreReader& store) : in_force_(std::move(in_force)), store_(store) {}

  /// nullptr if it was never kept, or is no longer read as the same book.
  rules::Rulebook const* find(std::string const& digest);

 private:
  LibraryPointer in_force_;
  StoreReader& store_;
  std::map<std::string, rules::BookPointer, std::less<>> restored_;
};

struct CitedClause {
  std::string rule;
  std::string cites;
  Says says = {};  // of that entry, its facts filled in
};

struct AuditedAmount {
  std::int64_t minor = 0;
  bool moved = false;  // otherwise asked for
};

class AuditEntry {
 public:
  /// Throws FaultError `ledger_broken` if the entry's bytes are no JSON object.
  explicit AuditEntry(Entry const& entry);

  Entry const& entry() const { return entry_; }
  boost::json::object const& json() const { return json_; }
  std::string text(std::string_view name) const;

  bool is_accepted() const { return text("outcome") == "accepted"; }
  std::string refusal_code() const;  // "" if it was accepted
  std::optional<AuditedAmount> amount() const;
  std::vector<CitedClause> refused_by(BookShelf& shelf, StoreReader& store) const;
  std::vector<CitedClause> passed() const;
  std::vector<CitedClause> consulted() const;  // the rules that applied, whatever their verdicts
  bool closes() const;
  bool tries_a_move() const;  // an event of the workflow, taken or refused; the opening is none

 private:
  Entry const& entry_;
  boost::json::object json_;
};

/// As audit.query lists it.
boost::json::object audit_item(AuditEntry const& entry, BookShelf& shelf, StoreReader& store, ActorNames& names);

/// What a clause says by the book its entry was decided by, without that case's facts; empty where it cannot be read.
Says clause_says(CitedClause const& clause, AuditEntry const& entry, BookShelf& shelf);

}  // namespace redress::api

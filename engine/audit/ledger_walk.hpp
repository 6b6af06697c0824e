// The whole ledger, entry after entry: order, chains, root, every case's state, money and deadlines, and the rows that
// follow from all of it.
//
// Takes entries that were read alone (told_entry.hpp), in the order of seq. The first thing wrong is thrown as Found;
// the walk is over then. Memory: about two kilobytes a case, nothing an entry.
#pragma once

#include "engine/audit/derived_case.hpp"
#include "engine/audit/known_heads.hpp"
#include "engine/audit/row_sink.hpp"

#include <deque>
#include <map>
#include <set>
#include <unordered_map>

namespace redress::audit {

class LedgerWalk {
 public:
  /// `heads`: the checkpoints known, with whose trees the ledger must begin.
  explicit LedgerWalk(RowSink& sink, std::vector<KnownHead> heads = {}) : sink_(sink), heads_(std::move(heads)) {}

  void take(ToldEntry const& entry);
  /// No entry follows: hands over cases and orders. Throws Found: the ledger is shorter than its checkpoint.
  void finish();

  std::int64_t entries() const { return static_cast<std::int64_t>(frontier_.size()); }
  std::int64_t cases() const { return static_cast<std::int64_t>(cases_.size()); }
  ledger::Digest root() const { return frontier_.root(); }
  /// Members of case rows that entries of version 1 do not tell, and of how many cases.
  std::map<std::string, std::int64_t, std::less<>> const& untold() const { return untold_; }

  /// Digests of the rulebooks that entries were decided under.
  std::set<std::string> const& rulebooks() const { return rulebooks_; }

  /// Entries whose own time is not what others saw; the first of them, and how many. The walk goes on past these.
  std::vector<Finding> const& misdated() const { return misdated_; }
  std::int64_t misdated_count() const { return misdated_count_; }

  /// Keys of the ledger as its entries announce them, in their order.
  struct KeyChange {
    std::int64_t seq;
    std::string from, to;  // vkeys
  };
  std::vector<KeyChange> const& key_changes() const { return key_changes_; }

  /// Nothing is provably wrong with these, but somebody should look: entries dated before the one before them.
  std::int64_t back_dated() const { return back_dated_; }
  std::optional<Finding> const& first_back_dated() const { return first_back_dated_; }

 private:
  struct OrderTold {
    std::string content;  // JSON text of the first telling
    OrderCeiling ceiling;
  };
  struct OfficeEnd {
    std::int64_t entries = 0;
    std::string hash;
  };

  void check_time(ToldEntry const& entry);
  void take_office(ToldEntry const& entry);
  void take_case(ToldEntry const& entry);
  void tell_rows(ToldEntry const& entry);
  OrderTold& order_of(DerivedCase const& of_case, ToldEntry const& entry);

  RowSink& sink_;
  KnownHeads heads_;
  ledger::Frontier frontier_;
  std::deque<DerivedCase> cases_;  // in the order they were opened
  std::unordered_map<std::string, DerivedCase*> by_id_;
  std::map<std::string, OfficeEnd, std::less<>> offices_;
  std::map<std::tuple<std::string, std::string, std::string>, OrderTold> orders_;  // shop, platform, id
  std::map<std::string, std::int64_t, std::less<>> untold_;
  std::set<std::string> rulebooks_;
  std::string rulebook_;  // of the entry before
  std::string newest_at_;
  std::vector<Finding> misdated_;
  std::int64_t misdated_count_ = 0;
  std::vector<KeyChange> key_changes_;
  std::int64_t back_dated_ = 0;
  std::optional<Finding> first_back_dated_;
};

}  // namespace redress::audit

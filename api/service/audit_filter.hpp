// Which entries an audit asks for: the conditions of `audit.query`, read once and asked of every entry.
#pragma once

#include "api/service/audit_entry.hpp"
#include "api/service/case_desk.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::api {

class AuditFilter {
 public:
  /// Reads params and narrows them to the caller's shop. Fault `invalid_params` with its position.
  static Result<AuditFilter> of(DeskCall const& call);

  /// Whether the bytes can be of an entry that is asked for. Cheap, and never wrong about a no.
  bool may_cover(Entry const& entry) const;

  bool covers(AuditEntry const& entry, BookShelf& shelf, StoreReader& store) const;

  /// All conditions but the rule and the amount; asks no rulebook.
  bool covers_plain(AuditEntry const& entry) const;

  std::string const& shop() const { return shop_; }
  std::optional<Instant> from() const { return from_; }
  std::optional<Instant> to() const { return to_; }

 private:
  enum class RulePart { consulted, refused, passed };

  bool covers_rule(AuditEntry const& entry, BookShelf& shelf, StoreReader& store) const;

  std::string shop_, case_id_, rule_, code_;
  std::vector<std::pair<std::string, std::string>> members_;  // name and value an entry must have
  std::vector<std::string> needles_;                          // texts its bytes must then hold
  RulePart rule_part_ = RulePart::consulted;
  std::optional<bool> closing_, moves_;
  std::optional<Instant> from_, to_;
  std::string from_text_, to_text_;
  std::optional<std::int64_t> amount_min_, amount_max_;
};

/// What one call looks at, at most.
struct AuditBounds {
  std::int64_t query_entries = 100'000;
  std::int64_t window_entries = 500'000;  // of a summary or a draw: entries inside the window
  std::int64_t search_entries = 50'000;
  int search_cases = 500;  // whose texts are read
};

/// Fault `too_large` of a window with more entries than that.
Fault window_too_large(AuditBounds const& bounds);

/// Fault `invalid_params`.
Fault no_cursor_of_this();

/// Where a walk over the ledger goes on: the cursors of audit.query and audit.search. "" is the beginning.
Result<std::int64_t> seq_from_cursor(boost::json::object const& params);

}  // namespace redress::api

// One grievance about one order, as the store keeps it and `decide` reads it.
//
// Everything here is derivable from the case's entries. Nothing in it is personal: the buyer is a pseudonym, free texts
// are elsewhere (Person, evidence texts, entry texts).
#pragma once

#include "engine/base/money.hpp"
#include "engine/cases/party.hpp"
#include "engine/facts/facts.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redress {

/// Who must move until when, and what happens by itself at zero.
struct CaseDue {
  Instant at;
  Party owed_by = Party::nobody;
  std::string id;         // of the rulebook's deadline, e.g. "D-04c"; "platform" when the platform gave the time
  std::string on_expiry;  // state the case goes to by itself
  std::string source;     // citation, or where the platform's word came from
  Says says = {};

  bool operator==(CaseDue const&) const = default;
};

/// One line of the order inside a claim.
struct ClaimLine {
  std::string id;
  std::int64_t quantity = 0;

  bool operator==(ClaimLine const&) const = default;
};

/// A case linked to this one, e.g. the refund an exchange became.
struct CaseLink {
  std::string case_id;
  std::string relation;  // "continues_as", "continues"

  bool operator==(CaseLink const&) const = default;
};

/// Money of this case on one line of the order; the line "postage" is the order's postage.
struct LineAmount {
  std::string line_id;
  std::int64_t minor = 0;
  bool settled = false;  // payments confirmed it; until then it is pending

  bool operator==(LineAmount const&) const = default;
};

/// What this case has moved or set aside on the order. The sums over an order's cases never exceed what was paid.
struct CaseAccount {
  std::int64_t pending_minor = 0;   // payout ordered, not yet confirmed
  std::int64_t refunded_minor = 0;  // confirmed
  std::int64_t compensation_pending_minor = 0;
  std::int64_t compensation_paid_minor = 0;
  bool goods_reserved = false;         // the claim's pieces are set aside, or came back and were refunded
  std::vector<LineAmount> moved = {};  // pending plus refunded, by line; adds up to exactly that

  bool operator==(CaseAccount const&) const = default;
};

struct Case {
  std::string id;  // case_<ulid>
  std::string shop;
  std::string kind;
  int workflow_version = 1;
  std::string platform;
  std::string order_id;
  std::string buyer;  // pseudonym: HMAC of the platform's buyer id under the store's key; "" if no buyer was given
  std::string state;
  bool final = false;
  std::int64_t version = 0;  // number of entries so far; what `if_version` compares
  Instant opened_at;
  Instant state_entered_at;
  std::optional<CaseDue> due = {};
  Currency currency = {};
  std::string reason;  // as the caller gave it; the fact claim.reason has the code
  std::vector<ClaimLine> claim_lines = {};
  CaseAccount account = {};
  std::vector<CaseLink> links = {};
  std::string assignee = {};
  std::vector<std::string> flags = {};  // e.g. "platform_due_differs", "status_unknown"
  Facts facts = {};                     // stored facts only (opened, reported)
  std::string last_hash = {};           // `hash` of the newest entry

  bool operator==(Case const&) const = default;
};

/// The order as first told: what was paid is the ceiling for everything that is refunded.
struct OrderLine {
  std::string id;
  std::string sku;
  std::string title;
  std::int64_t quantity = 0;
  std::int64_t paid_minor = 0;

  bool operator==(OrderLine const&) const = default;
};

struct Order {
  std::string shop;
  std::string platform;
  std::string id;
  Currency currency = {};
  std::int64_t paid_minor = 0;     // everything the buyer paid, postage included
  std::int64_t postage_minor = 0;  // as told; what may be refunded of it is paid_minor less the lines
  std::vector<OrderLine> lines = {};

  bool operator==(Order const&) const = default;
};

/// A case and its parts as JSON, in the form the store keeps (round trips exactly).
boost::json::object to_json(Case const& case_);
Result<Case> case_from_json(boost::json::object const& json);
boost::json::object to_json(Order const& order);
Result<Order> order_from_json(boost::json::object const& json);
boost::json::object to_json(CaseDue const& due);

}  // namespace redress

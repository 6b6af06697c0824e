// What `decide` answers: an accepted move with its effects, or a refusal - and in both cases every rule that was asked.
#pragma once

#include "engine/cases/attempt.hpp"
#include "engine/cases/case.hpp"
#include "engine/cases/refusal.hpp"
#include "engine/rules/consult.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace redress {

/// An order to the outside world, before it has its key.
struct EffectOrder {
  std::string kind;
  boost::json::object content;
};

/// What a step orders to be paid to the buyer, or offers; minor units.
struct Given {
  std::int64_t refund_minor = 0;
  std::int64_t compensation_minor = 0;
};

struct Decision {
  std::optional<Refusal> refusal;  // empty: accepted
  std::string from;
  std::string to;  // equal to `from` when refused
  std::vector<rules::RuleVerdict> verdicts;
  std::vector<EffectOrder> effects;
  boost::json::object facts_set;             // stored facts that changed, null where one was cleared
  boost::json::array postings = {};          // to the case's account, in order, as its entry tells them
  std::vector<std::string> overridden = {};  // rules that refused and were passed, in the book's order
  Given given = {};                          // what the row asked about gives away, accepted or not
  Case after;                                // the case as it now stands; version and last_hash are the store's to set

  bool accepted() const { return !refusal; }
};

}  // namespace redress

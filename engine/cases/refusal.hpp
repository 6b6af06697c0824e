// A no, with everything that helps to make it a yes: the rule, its clause, the numbers that failed, and a call that
// fixes it.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/rules/consult.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace redress {

/// A call that can be sent as it stands once its file or value (null, "") is filled in.
struct Fix {
  std::string method;
  boost::json::object params;
};

/// That a refusal may be passed: by whom, whether somebody else must confirm, and with which call.
struct OverrideOffer {
  rules::OverrideTerms terms;
  Fix call;
};

struct WhyNot {
  std::string code;  // stable, e.g. "wrong_state", "evidence_missing", "over_refund"
  FaultKind kind;    // what the refusal as a whole is when this is its first reason
  Says says;
  std::string rule = {};
  std::string cites = {};
  std::string expected = {};
  std::string actual = {};
  std::vector<std::string> missing = {};  // fact paths and evidence kinds
  std::optional<Fix> fix = {};
  std::optional<OverrideOffer> override_offer = {};
};

/// Never empty; the most useful reason first.
struct Refusal {
  std::vector<WhyNot> why_not;
  FaultKind kind() const { return why_not.front().kind; }
  Says const& says() const { return why_not.front().says; }
};

boost::json::object to_json(WhyNot const& why_not);
boost::json::array to_json(std::vector<WhyNot> const& why_not);

/// What a fix has to name besides the rule's own words.
struct FixContext {
  std::string_view case_id;
  std::int64_t case_version;
  std::string_view event;
  boost::json::object const& example_params;
  boost::json::object const* asked_params = nullptr;  // of this attempt, as far as they are not personal
  Role role = Role::agent;                            // who asked
};

/// The reasons in `verdicts` that refuse, as WhyNots with their fixes. `by_manager`: a manager passes `route` rules.
std::vector<WhyNot> why_not_of(std::vector<rules::RuleVerdict> const& verdicts, bool by_manager,
                               FixContext const& context);

/// Puts the most useful reason first: a definite no before what the caller can still supply, both before the wrong
/// state.
void rank(std::vector<WhyNot>& reasons);

}  // namespace redress

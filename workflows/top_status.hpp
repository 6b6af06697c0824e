// Statuses of the Taobao Open Platform and the states of our workflows, both ways; and the neutral words above all
// platforms.
//
// Values and dispute codes are those of the API's documentation (platform rules, 3.2 and 2.4), its misspelling
// included. A value that is not in the table, or means nothing in a case of that kind, has no state: keep it raw and
// stop automation. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace redress::workflows {

/// The kind of case a record's dispute_type opens; nothing for a type that is none of ours (OTHERS, or a new one).
std::optional<std::string_view> kind_from_dispute_type(std::string_view dispute_type);

/// The state a raw status means in a case of `kind`. A dispute code counts as well, in decimal: "12".
std::optional<std::string_view> state_from_top(std::string_view kind, std::string_view raw);

/// The value the platform shows while a case of `kind` stands in `state`; nothing for the states that are ours alone.
std::optional<std::string_view> top_from_state(std::string_view kind, std::string_view state);

/// The platform's dispute code of a raw status; nothing for statuses without one.
std::optional<int> dispute_code_of(std::string_view raw);

/// Whether the platform documents this status, even where it means no state of ours.
bool is_documented_top_status(std::string_view raw);

/// Where a case stands, in the words that all platforms share (platform rules, 3.6).
enum class NeutralState {
  requested,
  seller_refused,
  await_return,
  return_in_transit,
  await_replacement,
  replacement_in_transit,
  platform_review,
  succeeded,
  closed,
  unknown,
};

/// REQUESTED, SELLER_REFUSED ...
std::string_view name_of(NeutralState neutral);

/// `unknown` for a state of no workflow, and before a case is opened.
NeutralState neutral_state_of(std::string_view state);

}  // namespace redress::workflows

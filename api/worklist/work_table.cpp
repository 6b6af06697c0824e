#include "api/worklist/work_table.hpp"

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/cases/office_entry.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/top_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace redress::api {
namespace {

using boost::json::object;

std::string_view text_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view{};
}

object const* object_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_object() ? &found->get_object() : nullptr;
}

std::int64_t ms_in(object const& json, std::string_view name) {
  auto const text = text_in(json, name);
  if (text.empty()) return 0;
  auto const at = parse_rfc3339(text);
  return at ? at->ms : 0;
}

std::uint32_t seconds(std::int64_t ms) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms / 1000, 0, std::numeric_limits<std::uint32_t>::max()));
}

std::uint8_t byte_of(std::uint16_t number) { return static_cast<std::uint8_t>(std::min<std::uint16_t>(number, 255)); }

}  // namespace

Words16::Words16() { number_of(""); }

std::uint16_t Words16::number_of(std::string_view word) {
  if (auto const known = find(word)) return *known;
  constexpr std::size_t words_max = std::numeric_limits<std::uint16_t>::max();
  if (words_.size() > words_max) return words_max;
  auto const number = static_cast<std::uint16_t>(words_.size());
  words_.emplace_back(word);
  numbers_.emplace(word, number);
  return number;
}

std::optional<std::uint16_t> Words16::find(std::string_view word) const {
  auto const at = numbers_.find(std::string(word));
  if (at == numbers_.end()) return std::nullopt;
  return at->second;
}

WorkRow const* WorkTable::find(std::string_view case_id) const {
  if (slots_.empty()) return nullptr;
  auto const slot = slots_[slot_of(case_id)];
  return slot == 0 ? nullptr : &rows_[slot - 1];
}

// Where that id's row is named, or would be.
std::size_t WorkTable::slot_of(std::string_view case_id) const {
  auto const mask = slots_.size() - 1;
  auto slot = std::hash<std::string_view>{}(case_id)&mask;
  while (slots_[slot] != 0 && id_of(rows_[slots_[slot] - 1]) != case_id) slot = (slot + 1) & mask;
  return slot;
}

// At most half of the slots are taken, so that searches stay short.
void WorkTable::grow_slots() {
  constexpr std::size_t slots_at_first = 64;
  if (rows_.size() * 2 < slots_.size()) return;
  slots_.assign(std::max(slots_at_first, slots_.size() * 2), 0);
  for (std::uint32_t at = 0; at < rows_.size(); ++at) slots_[slot_of(id_of(rows_[at]))] = at + 1;
}

std::uint32_t WorkTable::row_for(std::string_view case_id) {
  grow_slots();
  auto const slot = slot_of(case_id);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  auto const at = static_cast<std::uint32_t>(rows_.size());
  slots_[slot] = at + 1;
  auto& row = rows_.emplace_back();
  row.id_at = static_cast<std::uint32_t>(ids_.size());
  row.id_length = static_cast<std::uint16_t>(case_id.size());
  ids_ += case_id;
  return at;
}

// A case is among the open ones from its opening to its end.
void WorkTable::keep_open(std::uint32_t at) {
  auto& row = rows_[at];
  bool const listed = row.open_at < open_.size() && open_[row.open_at] == at;
  bool const open = row.begun && !row.final;
  if (open == listed) return;
  if (open) {
    row.open_at = static_cast<std::uint32_t>(open_.size());
    open_.push_back(at);
    return;
  }
  auto const last = open_.back();
  open_[row.open_at] = last;
  rows_[last].open_at = row.open_at;
  open_.pop_back();
}

void WorkTable::take(Entry const& entry) {
  position_ = entry.seq + 1;
  if (is_office(entry.case_id)) return;
  boost::system::error_code failed;
  auto const parsed = boost::json::parse(entry.bytes, failed);
  if (failed || !parsed.is_object()) return;  // `audit verify` names it; it moved nothing that could be counted
  auto const& json = parsed.get_object();
  bool const accepted = text_in(json, "outcome") == "accepted";
  auto const at_ms = ms_in(json, "at");
  auto const index = row_for(entry.case_id);
  auto& row = rows_[index];
  if (entry.case_seq == 0) {
    row.begun = accepted;
    row.shop = shops_.number_of(text_in(json, "shop"));
    row.kind = kinds_.number_of(text_in(json, "kind"));
    row.opened_ms = at_ms;
    if (auto const* params = object_in(json, "params"))
      if (auto const* order = object_in(*params, "order"))
        row.currency = currencies_.number_of(text_in(*order, "currency"));
  }
  if (accepted || entry.case_seq == 0)
    if (auto const* facts = object_in(json, "facts_set"))
      if (auto const* claimed = facts->if_contains("claim.amount_minor"))
        row.claimed_minor = claimed->is_int64() ? claimed->get_int64() : 0;

  auto const before = row;
  take_attempt(row, json, accepted);
  take_standing(row, json, at_ms);
  keep_open(index);

  auto const event = text_in(json, "event");
  auto const* workflow = workflows::find_workflow(text_in(json, "kind"));
  bool const attempt = workflow && workflow->find_event(event);
  auto const person = people_.number_of(text_in(json, "actor"));
  roles_.resize(people_.size(), Role::service);
  roles_[person] = role_from(text_in(json, "role")).value_or(Role::service);
  if (!attempt && before.due_ms == row.due_ms && before.owed_by == row.owed_by && before.state == row.state) return;
  WorkMove move{.case_at = index,
                .at_s = seconds(at_ms),
                .due_s = seconds(row.due_ms),
                .stayed_s = before.state != row.state && before.entered_ms > 0 ? seconds(at_ms - before.entered_ms) : 0,
                .person = person,
                .from = byte_of(states_.number_of(text_in(json, "from"))),
                .to = byte_of(row.state),
                .event = byte_of(events_.number_of(event))};
  move.owed_by = row.owed_by;
  move.accepted = accepted;
  move.final = row.final;
  move.of_seller = attempt && text_in(json, "party") == "seller" && entry.case_seq > 0;
  moves_.push_back(move);
}

// What an attempt says beside how the case stands afterwards: answers, claims, proof that was missing, proposals.
void WorkTable::take_attempt(WorkRow& row, object const& entry, bool accepted) {
  auto const event = text_in(entry, "event");
  auto const at_ms = ms_in(entry, "at");
  bool const of_seller = text_in(entry, "party") == "seller";
  auto const* workflow = workflows::find_workflow(text_in(entry, "kind"));
  bool const attempt = workflow && workflow->find_event(event);
  if (!accepted) {
    if (auto const* refusal = object_in(entry, "refusal"); refusal && of_seller)
      if (text_in(*refusal, "kind") == "evidence_missing") row.waits_for_evidence = true;
    return;
  }
  if (event == "assigned")
    if (auto const* params = object_in(entry, "params")) {
      row.assignee = people_.number_of(text_in(*params, "assignee"));
      roles_.resize(people_.size(), Role::agent);
      row.assigned_ms = row.assignee == 0 ? 0 : at_ms;
    }
  if (auto const* passed = object_in(entry, "override"))
    row.approval_until_ms = event == "override_proposed" ? ms_in(*passed, "expires_at") : 0;
  if (auto const* added = entry.if_contains("evidence"); added && added->is_array() && !added->get_array().empty())
    row.waits_for_evidence = false;
  if (!attempt) return;
  row.waits_for_evidence = false;
  if (of_seller && row.responded_ms == 0 && text_in(entry, "from") != workflow->initial().name) {
    row.responded_ms = at_ms;
    row.responded_by = people_.number_of(text_in(entry, "actor"));
  }
  if (workflows::neutral_state_of(text_in(entry, "to")) == workflows::NeutralState::platform_review)
    row.asked_platform = true;
}

void WorkTable::take_standing(WorkRow& row, object const& entry, std::int64_t at_ms) {
  auto const* workflow = workflows::find_workflow(text_in(entry, "kind"));
  auto const* state = workflow ? workflow->find_state(text_in(entry, "to")) : nullptr;
  bool const was_final = row.final;
  row.final = state && state->final;
  if (row.state != states_.number_of(text_in(entry, "to"))) row.entered_ms = at_ms;
  row.state = states_.number_of(text_in(entry, "to"));
  if (auto const* standing = object_in(entry, "standing")) {
    if (auto const* final = standing->if_contains("final")) row.final = final->is_bool() && final->get_bool();
    if (auto const opened = ms_in(*standing, "opened_at")) row.opened_ms = opened;
    if (auto const entered = ms_in(*standing, "entered_at")) row.entered_ms = entered;
    auto const* flags = standing->if_contains("flags");
    row.flagged = flags && flags->is_array() && !flags->get_array().empty();
  }
  if (row.final != was_final) row.closed_ms = row.final ? at_ms : 0;
  row.due_ms = 0;
  row.owed_by = Party::nobody;
  if (auto const* due = object_in(entry, "due"); due && !row.final) {
    row.due_ms = ms_in(*due, "at");
    row.owed_by = party_from(text_in(*due, "owed_by")).value_or(Party::nobody);
  }
}

std::optional<Role> WorkTable::role_of(std::uint16_t person) const {
  if (person >= roles_.size()) return std::nullopt;
  return roles_[person];
}

}  // namespace redress::api

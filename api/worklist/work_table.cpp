#include "api/worklist/work_table.hpp"

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/cases/office_entry.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/top_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::size_t entry_room_bytes = std::size_t{64} << 10U;

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

std::uint32_t place_in(std::uint64_t slot) { return static_cast<std::uint32_t>(slot) - 1; }

std::uint64_t slot_for(std::string_view case_id, std::uint32_t place) {
  return (std::hash<std::string_view>{}(case_id) >> 32U << 32U) | (place + 1);
}

std::uint8_t byte_of(std::uint16_t number) { return static_cast<std::uint8_t>(std::min<std::uint16_t>(number, 255)); }

}  // namespace

WorkTable::WorkTable(WorkRecords kept) : kept_(std::move(kept)) {
  auto const rows = kept_.rows.all();
  make_slots(rows.size());
  for (std::uint32_t at = 0; at < rows.size(); ++at) {
    if (!rows[at].begun || rows[at].final) continue;
    if (rows[at].open_at >= open_.size()) open_.resize(rows[at].open_at + 1);
    open_[rows[at].open_at] = at;
  }
}

WorkRow const* WorkTable::find(std::string_view case_id) const {
  if (slots_.empty()) return nullptr;
  auto const slot = slots_[slot_of(case_id)];
  return slot == 0 ? nullptr : &kept_.rows[place_in(slot)];
}

// Where that id's row is named, or would be.
std::size_t WorkTable::slot_of(std::string_view case_id) const {
  auto const hash = std::hash<std::string_view>{}(case_id);
  auto const mask = slots_.size() - 1;
  auto slot = hash & mask;
  while (slots_[slot] != 0 &&
         ((slots_[slot] ^ hash) >> 32U != 0 || id_of(kept_.rows[place_in(slots_[slot])]) != case_id))
    slot = (slot + 1) & mask;
  return slot;
}

// At most half of the slots are taken, so that searches stay short.
void WorkTable::make_slots(std::size_t count) {
  constexpr std::size_t slots_at_first = 64;
  slots_.assign(std::max(slots_at_first, std::bit_ceil(count * 2 + 1)), 0);
  for (std::uint32_t at = 0; at < kept_.rows.size(); ++at) {
    auto const id = id_of(kept_.rows[at]);
    slots_[slot_of(id)] = slot_for(id, at);
  }
}

std::uint32_t WorkTable::row_for(std::string_view case_id) {
  if (kept_.rows.size() * 2 >= slots_.size()) make_slots(kept_.rows.size() + 1);
  auto const slot = slot_of(case_id);
  if (slots_[slot] != 0) return place_in(slots_[slot]);
  auto const at = static_cast<std::uint32_t>(kept_.rows.size());
  auto const id_at = static_cast<std::uint32_t>(kept_.ids.size());
  kept_.ids.append(case_id);
  kept_.rows.push_back({.id_at = id_at, .id_length = static_cast<std::uint16_t>(case_id.size())});
  slots_[slot] = slot_for(case_id, at);
  return at;
}

// A case is among the open ones from its opening to its end.
void WorkTable::keep_open(std::uint32_t at) {
  auto& row = kept_.rows[at];
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
  kept_.rows[last].open_at = row.open_at;
  open_.pop_back();
}

void WorkTable::take(Entry const& entry) {
  kept_.position = entry.seq + 1;
  kept_.last_hash = entry.hash;
  if (is_office(entry.case_id)) return;
  // Nothing of it is kept, so it is read into one piece of memory and dropped as one.
  thread_local std::array<unsigned char, entry_room_bytes> room;
  boost::json::monotonic_resource memory(room.data(), room.size());
  boost::system::error_code failed;
  auto const parsed = boost::json::parse(entry.bytes, failed, &memory);
  if (failed || !parsed.is_object()) return;  // `audit verify` names it; it moved nothing that could be counted
  auto const& json = parsed.get_object();
  bool const accepted = text_in(json, "outcome") == "accepted";
  auto const at_ms = ms_in(json, "at");
  auto const index = row_for(entry.case_id);
  auto& row = kept_.rows[index];
  if (entry.case_seq == 0) {
    row.begun = accepted;
    row.shop = kept_.shops.number_of(text_in(json, "shop"));
    row.kind = kept_.kinds.number_of(text_in(json, "kind"));
    row.opened_ms = at_ms;
    if (auto const* params = object_in(json, "params"))
      if (auto const* order = object_in(*params, "order"))
        row.currency = kept_.currencies.number_of(text_in(*order, "currency"));
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
  auto const person = kept_.people.number_of(text_in(json, "actor"));
  kept_.roles.resize(kept_.people.size(), Role::service);
  kept_.roles[person] = role_from(text_in(json, "role")).value_or(Role::service);
  if (!attempt && before.due_ms == row.due_ms && before.owed_by == row.owed_by && before.state == row.state) return;
  WorkMove move{.case_at = index,
                .at_s = seconds(at_ms),
                .due_s = seconds(row.due_ms),
                .stayed_s = before.state != row.state && before.entered_ms > 0 ? seconds(at_ms - before.entered_ms) : 0,
                .person = person,
                .from = byte_of(kept_.states.number_of(text_in(json, "from"))),
                .to = byte_of(row.state),
                .event = byte_of(kept_.events.number_of(event))};
  move.owed_by = row.owed_by;
  move.accepted = accepted;
  move.final = row.final;
  move.of_seller = attempt && text_in(json, "party") == "seller" && entry.case_seq > 0;
  kept_.moves.push_back(move);
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
      row.assignee = kept_.people.number_of(text_in(*params, "assignee"));
      kept_.roles.resize(kept_.people.size(), Role::agent);
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
    row.responded_by = kept_.people.number_of(text_in(entry, "actor"));
  }
  if (workflows::neutral_state_of(text_in(entry, "to")) == workflows::NeutralState::platform_review)
    row.asked_platform = true;
}

void WorkTable::take_standing(WorkRow& row, object const& entry, std::int64_t at_ms) {
  auto const* workflow = workflows::find_workflow(text_in(entry, "kind"));
  auto const* state = workflow ? workflow->find_state(text_in(entry, "to")) : nullptr;
  bool const was_final = row.final;
  row.final = state && state->final;
  if (row.state != kept_.states.number_of(text_in(entry, "to"))) row.entered_ms = at_ms;
  row.state = kept_.states.number_of(text_in(entry, "to"));
  if (auto const* standing = object_in(entry, "standing")) {
    if (auto const* final = standing->if_contains("final")) row.final = final->is_bool() && final->get_bool();
    if (auto const opened = ms_in(*standing, "opened_at")) row.opened_ms = opened;
    if (auto const entered = ms_in(*standing, "entered_at")) row.entered_ms = entered;
    auto const* flags = standing->if_contains("flags");
    row.flagged = flags && flags->is_array() && !flags->get_array().empty();
  }
  if (row.final != was_final) row.closed_ms = row.final ? at_ms : 0;
  row.due_ms = 0;
  // Without a deadline it is the state that says whose move is next, as in the case itself.
  row.owed_by = state ? state->owed_by : Party::nobody;
  if (auto const* due = object_in(entry, "due"); due && !row.final) {
    row.due_ms = ms_in(*due, "at");
    row.owed_by = party_from(text_in(*due, "owed_by")).value_or(Party::nobody);
  }
}

std::optional<Role> WorkTable::role_of(std::uint16_t person) const {
  if (person >= kept_.roles.size()) return std::nullopt;
  return kept_.roles[person];
}

}  // namespace redress::api

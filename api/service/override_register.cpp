#include "api/service/override_register.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/shop_asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 1000;
constexpr std::int64_t scanned_max = 100'000;  // entries one call walks; the cursor goes on from there
constexpr std::size_t listed_default = 50;
constexpr std::string_view proposed_event = "override_proposed";

bool is_accepted(object const& entry) { return text_of(entry, "outcome") == "accepted"; }

std::int64_t minor_of(object const& record, std::string_view name) {
  auto const* found = record.if_contains(name);
  return found && found->is_int64() ? found->get_int64() : 0;
}

// Cheap enough to look at every entry: only those that hold one are parsed.
std::optional<object> with_override(Entry const& entry) {
  if (entry.bytes.find(R"("override":{)") == std::string::npos) return std::nullopt;
  auto json = boost::json::parse(entry.bytes).as_object();
  if (!json.contains("override")) return std::nullopt;
  return json;
}

Proposal proposal_of(object const& entry) {
  auto const& record = entry.at("override").as_object();
  Proposal proposal{.id = text_of(entry, "id"),
                    .case_id = text_of(entry, "case_id"),
                    .shop = text_of(entry, "shop"),
                    .state = text_of(entry, "from"),
                    .proposed_by = text_of(entry, "actor"),
                    .proposer_role = role_from(text_of(entry, "role")).value_or(Role::agent),
                    .rules = {},
                    .expires_at = parse_rfc3339(text_of(record, "expires_at")).value(),
                    .given = {minor_of(record, "refund_minor"), minor_of(record, "compensation_minor")}};
  for (auto const& id : record.at("rules").as_array()) proposal.rules.emplace_back(id.as_string());
  return proposal;
}

// What the second person said, if anybody has said it yet.
void find_answer(StoreReader& store, Proposal& proposal) {
  for (std::string cursor;;) {
    auto const trail = store.trail(proposal.case_id, cursor, page);
    for (auto const& entry : trail.entries) {
      auto const json = with_override(entry);
      if (!json || !is_accepted(*json) || text_of(json->at("override").as_object(), "proposal") != proposal.id)
        continue;
      bool const declined = text_of(*json, "event") == declined_event;
      (declined ? proposal.declined_in : proposal.confirmed_in) = entry.id;
      (declined ? proposal.declined_by : proposal.confirmed_by) = text_of(*json, "actor");
      (declined ? proposal.declined_at : proposal.confirmed_at) = text_of(*json, "at");
      return;
    }
    if (trail.next_cursor.empty()) return;
    cursor = trail.next_cursor;
  }
}

std::string reason_of(StoreReader& store, std::string const& case_id, std::string const& entry_id) {
  if (auto const person = person_behind(store, case_id); person && person->state != PersonState::active) return {};
  for (auto const& text : store.personal_of(case_id))
    if (text.entry_id == entry_id && text.name == "override_reason") return text.text;
  return {};
}

// The rules that are passed, each with what it says.
object rules_say(object const& entry) {
  object said;
  auto const& ids = entry.at("override").at("rules").as_array();
  for (auto const& each : entry.at("rules").as_array()) {
    auto const id = text_of(each.as_object(), "id");
    auto const* says = each.as_object().if_contains("says");
    if (says && std::ranges::any_of(ids, [&](auto const& named) { return named.as_string() == id; }))
      said.emplace(id, *says);
  }
  return said;
}

object item_of(StoreReader& store, object const& entry, Instant now) {
  auto const id = text_of(entry, "id");
  auto const case_id = text_of(entry, "case_id");
  object item{{"id", id},
              {"case_id", case_id},
              {"shop", text_of(entry, "shop")},
              {"kind", text_of(entry, "kind")},
              {"rules_say", rules_say(entry)},
              {"rules", entry.at("override").at("rules")},
              {"proposed_by", text_of(entry, "actor")},
              {"role", text_of(entry, "role")},
              {"at", text_of(entry, "at")}};
  if (auto reason = reason_of(store, case_id, id); !reason.empty()) item.emplace("reason", std::move(reason));
  if (text_of(entry, "event") != proposed_event) {
    item.emplace("event", text_of(entry, "event"));
    item.emplace("status", "applied");
    item.emplace("entry_id", id);
    return item;
  }
  auto proposal = proposal_of(entry);
  find_answer(store, proposal);
  item.emplace("event", text_of(entry.at("override").as_object(), "event"));
  item.emplace("expires_at", format_rfc3339(proposal.expires_at));
  if (!proposal.declined_in.empty()) {
    item.emplace("status", "declined");
    item.emplace("entry_id", proposal.declined_in);
    item.emplace("declined_by", proposal.declined_by);
    item.emplace("declined_at", proposal.declined_at);
    if (auto why = reason_of(store, case_id, proposal.declined_in); !why.empty())
      item.emplace("declined_reason", std::move(why));
    return item;
  }
  if (proposal.confirmed_in.empty()) {
    item.emplace("status", proposal.expires_at <= now ? "expired" : "waiting");
    return item;
  }
  item.emplace("status", "confirmed");
  item.emplace("entry_id", proposal.confirmed_in);
  item.emplace("confirmed_by", proposal.confirmed_by);
  item.emplace("confirmed_at", proposal.confirmed_at);
  return item;
}

struct Wanted {
  std::string shop, rule, person, status;
  std::optional<Instant> from, to;

  bool covers(object const& entry) const {
    auto const& record = entry.at("override").as_object();
    if (!is_accepted(entry) || record.contains("proposal")) return false;  // shown with the proposal
    if (!shop.empty() && text_of(entry, "shop") != shop) return false;
    auto const at = parse_rfc3339(text_of(entry, "at")).value();
    if ((from && at < *from) || (to && *to <= at)) return false;
    auto const& ids = record.at("rules").as_array();
    return rule.empty() || std::ranges::any_of(ids, [&](auto const& id) { return id.as_string() == rule; });
  }
  bool covers_item(object const& item) const {
    if (!status.empty() && text_of(item, "status") != status) return false;
    return person.empty() || text_of(item, "proposed_by") == person || text_of(item, "confirmed_by") == person ||
           text_of(item, "declined_by") == person;
  }
};

Result<std::optional<Instant>> moment(object const& params, std::string_view name) {
  auto const text = text_of(params, name);
  if (text.empty()) return std::optional<Instant>{};
  auto const at = parse_rfc3339(text);
  if (!at) return Fault{at.error().kind, at.error().says, fmt::format("params.{}", name)};
  return std::optional<Instant>{*at};
}

}  // namespace

std::optional<Proposal> find_proposal(StoreReader& store, std::string_view entry_id) {
  auto const entry = store.find_entry(entry_id);
  auto const json = entry ? with_override(*entry) : std::nullopt;
  if (!json || !is_accepted(*json) || text_of(*json, "event") != proposed_event) return std::nullopt;
  auto proposal = proposal_of(*json);
  find_answer(store, proposal);
  return proposal;
}

AnswerText list_overrides(Store& store, Clock const& clock, DeskCall const& call) {
  auto const& params = call.params;
  auto const from = moment(params, "from");
  if (!from) return fault_text(from.error());
  auto const to = moment(params, "to");
  if (!to) return fault_text(to.error());
  Wanted wanted{
      shop_asked(call), text_of(params, "rule"), text_of(params, "person"), text_of(params, "status"), *from, *to};
  std::int64_t seq = 0;
  auto const cursor = text_of(params, "cursor");
  auto const [stop, wrong] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), seq);
  if (!cursor.empty() && (wrong != std::errc{} || stop != cursor.data() + cursor.size() || seq < 0))
    return fault_text(invalid_params("params.cursor", "不是本接口给出的游标", "is no cursor of this method"));
  auto const* limit = params.if_contains("limit");
  auto const listed_max = limit ? limit->to_number<std::size_t>() : listed_default;
  array items;
  object result;
  store.read([&](StoreReader& reader) {
    ActorNames names{reader};
    for (auto const last = seq + scanned_max; seq < last;) {
      auto const entries = reader.entries_from(seq, page);
      for (auto const& entry : entries) {
        if (items.size() == listed_max) return void(result.emplace("next_cursor", std::to_string(seq)));
        ++seq;
        auto const json = with_override(entry);
        if (!json || !wanted.covers(*json)) continue;
        auto item = item_of(reader, *json, clock.now());
        if (!wanted.covers_item(item)) continue;
        add_labels(item);
        if (auto says = word_of("override_statuses", text_of(item, "status")))
          item.at("labels").as_object().emplace("status", std::move(*says));
        names.add_to(item);
        items.push_back(std::move(item));
      }
      if (entries.size() < page) return;
    }
    result.emplace("next_cursor", std::to_string(seq));
  });
  result.emplace("overrides", std::move(items));
  return result_text(std::move(result));
}

}  // namespace redress::api

#include "engine/cases/office_entry.hpp"

#include "engine/ledger/rulebook_text.hpp"

namespace redress {
namespace {

constexpr std::string_view whole_deployment = "office";
constexpr std::string_view one_shop = "office_";

}  // namespace

std::string office_of(std::string_view shop) {
  return shop.empty() ? std::string(whole_deployment) : std::string(one_shop).append(shop);
}

bool is_office(std::string_view case_id) { return case_id == whole_deployment || case_id.starts_with(one_shop); }

EntryDraft draft_office_entry(OfficeAct const& act) {
  return {{
      {"v", 1},
      {"id", act.entry_id},
      {"shop", act.shop},
      {"case_id", office_of(act.shop)},
      {"at", format_rfc3339(act.at)},
      {"actor", act.actor.id},
      {"role", name_of(act.actor.role)},
      {"party", name_of(Party::nobody)},
      {"kind", "office"},
      {"workflow_version", 0},
      {"platform", ""},
      {"event", act.event},
      {"from", ""},
      {"to", ""},
      {"outcome", "accepted"},
      {"request_id", act.request_id},
      {"params", act.params},
      {"private", act.commitments},
      {"facts_set", boost::json::object{}},
      {"evidence", boost::json::array{}},
      {"rules", boost::json::array{}},
      {"rulebook", ""},
      {"rulebook_digest", ledger::rulebook_digest({})},
      {"effects", boost::json::array{}},
      {"nonce", act.nonce},
  }};
}

}  // namespace redress

#include "api/service/waybills.hpp"

#include "engine/ledger/hash.hpp"

#include <algorithm>
#include <cctype>

namespace redress::api {

std::string waybill_mark(std::string_view pseudonym_key, std::string_view waybill) {
  std::string written;
  for (unsigned char const c : waybill)
    if (!std::isspace(c)) written.push_back(static_cast<char>(std::toupper(c)));
  return ledger::hex(ledger::hmac_sha256(ledger::as_bytes(pseudonym_key), ledger::as_bytes("waybill:" + written)));
}

std::optional<WaybillUse> note_waybill(Attempt& attempt, StoreReader& store, Case const& case_,
                                       std::string_view pseudonym_key) {
  if (attempt.event->party != Party::seller) return std::nullopt;  // a buyer's parcel is theirs to number
  auto const given =
      std::ranges::find(attempt.personal, "waybill", [](auto const& text) -> std::string const& { return text.first; });
  if (given == attempt.personal.end()) return std::nullopt;
  WaybillUse use{waybill_mark(pseudonym_key, given->second), case_.order_id, case_.buyer};
  auto const first = store.find_waybill(case_.shop, use.mark);
  bool const same_parcel =
      !first || first->order_id == use.order_id || (!use.buyer.empty() && first->buyer == use.buyer);
  attempt.facts.emplace_back("event.waybill_reused", !same_parcel);
  return use;
}

}  // namespace redress::api

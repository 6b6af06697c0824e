#include "api/service/loaded_case.hpp"

#include "api/service/automation_switch.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

namespace redress::api {

bool may_see(Actor const& actor, std::string_view shop) { return actor.shop.empty() || actor.shop == shop; }

Fault case_not_found(std::string_view case_id) {
  return {FaultKind::not_found,
          {fmt::format("没有案件 {}", case_id), fmt::format("there is no case {}", case_id)},
          "params.case_id"};
}

Result<LoadedCase> load_case(StoreReader& store, RulebooksInForce const& books, std::string_view case_id,
                             Actor const& actor) {
  auto found = store.find_case(case_id);
  if (!found || !may_see(actor, found->shop)) return case_not_found(case_id);
  return load_case(store, books, std::move(*found));
}

Result<LoadedCase> load_case(StoreReader& store, RulebooksInForce const& books, Case found) {
  LoadedCase loaded;
  loaded.case_ = std::move(found);
  auto const& case_ = loaded.case_;
  loaded.evidence = store.evidence_of(case_.id);
  if (auto account = store.order_account(case_)) loaded.account = std::move(*account);
  loaded.personal = store.personal_of(case_.id);
  for (auto const& text : loaded.personal)
    if (text.name.starts_with("buyer.")) loaded.buyer_values.push_back(text.text);
  loaded.workflow = workflows::find_workflow(case_.kind);
  loaded.library = books.now();
  loaded.book = &loaded.library->book_for(case_.platform, case_.shop);
  loaded.automation_off = automations_off(store, case_.shop);
  if (!loaded.workflow)
    return Fault{FaultKind::internal, {"案件类型未知", "the case is of a kind this program does not know"}, case_.kind};
  return loaded;
}

}  // namespace redress::api

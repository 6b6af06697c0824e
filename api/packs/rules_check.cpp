#include "api/packs/rules_check.hpp"

#include "engine/ledger/receipt.hpp"

#include <algorithm>

namespace redress::packs {

std::vector<EntryRules> run_rules(OpenedPack const& pack) {
  std::vector<EntryRules> entries;
  for (auto const& [path, file] : pack.files) {
    if (!path.starts_with("data/receipts/")) continue;
    auto const receipt = ledger::parse_receipt(file.bytes).value();
    auto const entry = boost::json::parse(receipt.entry).as_object();
    entries.push_back({path, std::string(entry.at("id").as_string()), entry.at("seq").to_number<std::int64_t>(),
                       api::run_rules_again(entry, receipt.rulebook.texts)});
  }
  return entries;
}

bool all_hold(std::vector<EntryRules> const& entries) {
  return std::ranges::none_of(
      entries, [](auto const& each) { return each.rules.outcome == api::RulesAgain::Outcome::otherwise; });
}

boost::json::array to_json(std::vector<EntryRules> const& entries) {
  boost::json::array all;
  for (auto const& each : entries) {
    boost::json::object one{{"file", each.file},     {"entry_id", each.entry_id},
                            {"seq", each.seq},       {"outcome", api::name_of(each.rules.outcome)},
                            {"run", each.rules.run}, {"says", redress::to_json(each.rules.says)}};
    if (!each.rules.differs.empty()) one.emplace("differs", boost::json::value_from(each.rules.differs));
    if (!each.rules.untold.empty()) one.emplace("untold", boost::json::value_from(each.rules.untold));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace redress::packs

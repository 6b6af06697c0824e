// Rulebook files as somebody may write them: read alone, every finding in its place, the same findings each time.
#include "tests/fuzz/fuzz_one.hpp"
#include "workflows/rulebook_loader/library.hpp"

namespace redress::fuzz {
namespace {

rules::Names const& names() {
  static rules::Names const all{
      .events = {"refund.open", "refund.agree_return", "refund.refuse", "refund.ship_goods", "exchange.open"},
      .slots = {"refund.seller_answer", "refund.buyer_ships_back", "dispute.evidence"},
      .buyer_events = {"refund.open"},
      .states_with = {{"refund.refuse", {"requested"}}, {"refund.agree_return", {"requested"}}},
      .sellers_events = {"refund.refuse", "refund.agree_return"},
      .sellers_slots = {"refund.seller_answer"},
  };
  return all;
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  std::vector<rules::BookSource> const files{{"fuzzed", std::string(bytes)}};
  auto const loaded = rules::load_books(files, names());
  for (auto const& finding : loaded.findings) {
    require(!finding.says.zh.empty() && !finding.says.en.empty(), "a finding says something in both languages");
    require(finding.place.line >= 1 && finding.place.column >= 1, "a finding has its place");
    require(!rules::to_text(finding).empty(), "a finding can be shown");
  }
  require(rules::load_books(files, names()).findings == loaded.findings, "loading is pure");
}

}  // namespace redress::fuzz

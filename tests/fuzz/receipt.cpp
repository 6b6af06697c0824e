// Receipts: a forged one is never called right, and what is read prints the same.
#include "engine/ledger/receipt_check.hpp"
#include "tests/fuzz/fuzz_one.hpp"

namespace redress::fuzz {
namespace {

// The key of tests/vectors/ledger; it signed one checkpoint, over three entries.
ledger::VerifierKey const& key() {
  static auto const parsed =
      ledger::VerifierKey::parse("ledger.example/redress/1+b598f4b6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  return *parsed;
}
constexpr std::string_view signed_text = "ledger.example/redress/1\n3\nzM7H1WJmPx7eOzTWvgHAduCVIGRN2zSWEpv2aE2/w64=\n";

}  // namespace

void fuzz_one(std::string_view bytes) {
  auto const receipt = ledger::parse_receipt(bytes);
  if (!receipt) return;
  auto const text = boost::json::serialize(ledger::to_json(*receipt));
  auto const again = ledger::parse_receipt(text);
  require(again && *again == *receipt, "a receipt printed and read is the same receipt");
  auto const own = ledger::check_receipt(*receipt);
  auto const pinned = ledger::check_receipt(*receipt, key());
  require(!to_json(own).empty() && !to_json(pinned).empty(), "a report can be shown");
  if (pinned.ok()) require(receipt->checkpoint.starts_with(signed_text), "only what the key signed is right");
}

}  // namespace redress::fuzz

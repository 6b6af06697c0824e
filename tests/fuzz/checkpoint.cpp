// Signed notes and checkpoints: nothing but what the key signed is believed, and what is read prints the same.
#include "engine/ledger/checkpoint.hpp"

#include "tests/fuzz/fuzz_one.hpp"

namespace redress::fuzz {
namespace {

// The key of tests/vectors/ledger/checkpoint.json, and all that it ever signed.
ledger::VerifierKey const& key() {
  static auto const parsed =
      ledger::VerifierKey::parse("ledger.example/redress/1+b598f4b6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  return *parsed;
}
constexpr std::string_view signed_text = "ledger.example/redress/1\n3\nzM7H1WJmPx7eOzTWvgHAduCVIGRN2zSWEpv2aE2/w64=\n";

}  // namespace

void fuzz_one(std::string_view bytes) {
  if (auto const note = ledger::parse_signed_note(bytes)) {
    require(to_text(*note) == bytes, "a note prints as it was read");
    if (ledger::verify_note(*note, key())) require(note->text == signed_text, "nobody else's text verifies");
  }
  if (auto const checkpoint = ledger::parse_checkpoint(bytes))
    require(to_text(*checkpoint) == bytes, "a checkpoint prints as it was read");
  if (auto const opened = ledger::open_checkpoint(bytes, key()))
    require(to_text(*opened) == signed_text, "nobody else's checkpoint opens");
  if (auto const lines = ledger::parse_signature_lines(bytes)) {
    std::string text;
    for (auto const& each : *lines) text += to_line(each);
    require(text == bytes, "signature lines print as they were read");
  }
  for (auto const type : {ledger::KeyType::note, ledger::KeyType::cosignature})
    if (auto const vkey = ledger::VerifierKey::parse(bytes, type))
      require(vkey->text() == bytes, "a vkey prints as it was read");
}

}  // namespace redress::fuzz

#include "engine/ledger/cosignature.hpp"

#include <fmt/format.h>

#include <cassert>

namespace redress::ledger {
namespace {

constexpr std::size_t time_bytes = 8;

// The largest second whose milliseconds are still an Instant.
constexpr std::uint64_t latest_s = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string message_of(std::uint64_t seconds, std::string_view checkpoint_text) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, checkpoint_text);
}

}  // namespace

NoteSignature cosign(SigningKey const& key, std::string_view checkpoint_text, Instant at) {
  assert(key.verifier().type() == KeyType::cosignature && at.ms >= 0);
  auto const seconds = static_cast<std::uint64_t>(at.ms / second_ms);
  NoteSignature made{key.verifier().name(), key.verifier().id(), {}};
  for (int shift = 56; shift >= 0; shift -= 8) made.bytes.push_back(static_cast<std::uint8_t>(seconds >> shift));
  auto const signature = key.sign(as_bytes(message_of(seconds, checkpoint_text)));
  made.bytes.insert(made.bytes.end(), signature.begin(), signature.end());
  return made;
}

Result<std::optional<Instant>> cosigned_at(SignedNote const& note, VerifierKey const& witness) {
  assert(witness.type() == KeyType::cosignature);
  std::optional<Instant> earliest;
  for (auto const& signature : note.signatures) {
    if (signature.key_name != witness.name() || signature.key_id != witness.id()) continue;
    std::uint64_t seconds = 0;
    bool const sized = signature.bytes.size() == time_bytes + Ed25519Signature{}.size();
    if (sized)
      for (std::size_t i = 0; i < time_bytes; ++i) seconds = seconds << 8 | signature.bytes[i];
    if (!sized || seconds > latest_s ||
        !ed25519_verifies(witness.public_key(), as_bytes(message_of(seconds, note.text)),
                          Bytes(signature.bytes).subspan(time_bytes)))
      return Fault{FaultKind::ledger_broken,
                   {fmt::format("见证人 {} 的联署与检查点不符", witness.name()),
                    fmt::format("the cosignature of {} does not belong to this checkpoint", witness.name())}};
    Instant const at{static_cast<std::int64_t>(seconds) * second_ms};
    if (!earliest || at < *earliest) earliest = at;
  }
  return earliest;
}

}  // namespace redress::ledger
